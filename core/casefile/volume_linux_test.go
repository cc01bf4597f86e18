package casefile

import "testing"

func TestFuseKind(t *testing.T) {
	mounts := `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:35 / /home/a/far\040away rw shared:2 - fuse.sshfs a@example.org: rw
41 40 0:36 / /home/a/far\040away/near rw - fuse.gocryptfs /home/a/c rw
42 22 8:2 / /media/disk rw - fuseblk /dev/sdb1 rw
`
	for dir, want := range map[string]string{
		"/home/a":               "ext4",
		"/home/a/far away":      "sshfs",
		"/home/a/far away/x":    "sshfs",
		"/home/a/far away/near": "gocryptfs",
		"/home/a/far awayish":   "ext4",
		"/media/disk/x":         "fuseblk",
	} {
		if got := fuseKind(mounts, dir); got != want {
			t.Errorf("%s: %q, want %q", dir, got, want)
		}
	}
	if got := networkKind("/proc"); got != "" {
		t.Errorf("/proc is on %q", got)
	}
}
