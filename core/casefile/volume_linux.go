package casefile

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// networkMagic are the numbers by which Linux's statfs(2) tells file systems
// that another machine serves. FUSE is not among them: most of what it carries
// (NTFS, encrypted folders) is local.
var networkMagic = map[uint32]string{
	0x6969: "NFS", 0x517b: "SMB", 0xff534d42: "SMB", 0xfe534d42: "SMB",
	0x5346414f: "AFS", 0x73757245: "Coda", 0x00c36400: "Ceph", 0x564c: "NetWare",
	0x01021997: "9P", 0x7461636f: "OCFS2", 0x0bd00bd0: "Lustre", 0x47504653: "GPFS",
}

// fuseMagic is that of file systems which a program serves. Most are local
// (NTFS, encrypted folders); fuseNetworks are not.
const fuseMagic = 0x65735546

var fuseNetworks = []string{"sshfs", "rclone", "gvfsd-fuse", "davfs", "s3fs", "goofys", "gcsfuse", "smbnetfs", "curlftpfs", "glusterfs", "google-drive-ocamlfuse", "onedriver"}

// networkKind names the kind of network folder in which dir lies; empty: none,
// or it cannot be told.
func networkKind(dir string) string {
	var s unix.Statfs_t
	if unix.Statfs(dir, &s) != nil {
		return ""
	}
	if uint32(s.Type) != fuseMagic {
		return networkMagic[uint32(s.Type)]
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return ""
	}
	kind := fuseKind(string(mounts), dir)
	for _, name := range fuseNetworks {
		if kind == name {
			return name
		}
	}
	return ""
}

// fuseKind finds in Linux's table of mounts (proc(5), mountinfo) which program
// serves dir: the "sshfs" of "fuse.sshfs".
func fuseKind(mounts, dir string) string {
	kind, longest := "", -1
	for line := range strings.Lines(mounts) {
		before, after, ok := strings.Cut(line, " - ")
		fields, types := strings.Fields(before), strings.Fields(after)
		if !ok || len(fields) < 5 || len(types) < 1 {
			continue
		}
		at := strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`).Replace(fields[4])
		inside := dir == at || strings.HasPrefix(dir, strings.TrimSuffix(at, "/")+"/")
		if inside && len(at) >= longest { // a later mount covers an earlier one
			longest = len(at)
			kind = strings.TrimPrefix(types[0], "fuse.")
		}
	}
	return kind
}
