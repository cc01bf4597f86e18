//go:build clickhouse && linux

package cluster

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// servers starts n ClickHouse servers on loopback that know each other as the
// shards of cluster "shards", and gives their addresses. They end with the test.
func servers(t testing.TB, n int) []string {
	t.Helper()
	binary, err := exec.LookPath("clickhouse-server")
	if err != nil {
		t.Fatal("tests with tag clickhouse need clickhouse-server: ", err)
	}
	var addresses []string
	var shards strings.Builder
	var held []net.Listener // all at once, so that no port is given twice
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, l)
		addresses = append(addresses, l.Addr().String())
	}
	for _, l := range held {
		l.Close()
	}
	for _, a := range addresses {
		host, port, _ := net.SplitHostPort(a)
		fmt.Fprintf(&shards, "<shard><replica><host>%s</host><port>%s</port></replica></shard>", host, port)
	}
	for _, a := range addresses {
		dir := t.TempDir()
		for _, d := range []string{"data", "tmp"} {
			if err := os.MkdirAll(filepath.Join(dir, d), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		_, port, _ := net.SplitHostPort(a)
		write := func(name, text string) {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		write("config.xml", fmt.Sprintf(`<yandex><logger><level>warning</level><log>%[1]s/log</log><errorlog>%[1]s/errors</errorlog></logger>
<tcp_port>%[2]s</tcp_port><listen_host>127.0.0.1</listen_host><path>%[1]s/data/</path><tmp_path>%[1]s/tmp/</tmp_path>
<users_config>users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
<mark_cache_size>268435456</mark_cache_size><remote_servers><shards>%[3]s</shards></remote_servers></yandex>`, dir, port, shards.String()))
		write("users.xml", `<yandex><profiles><default><max_memory_usage>4000000000</max_memory_usage></default></profiles>
<users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users>
<quotas><default></default></quotas></yandex>`)
		start(t, binary, dir, a)
	}
	return addresses
}

// running are the servers' processes.
var running []int

// worked is the processor time that the running servers have used, to a hundredth
// of a second: unlike the time on the clock it says what a query costs on a machine
// that others use too.
func worked(t testing.TB) time.Duration {
	t.Helper()
	var ticks int64
	for _, pid := range running {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			t.Fatal(err)
		}
		// Fields 14 and 15, counted from the name in brackets, which is field 2.
		fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
		for _, f := range fields[11:13] {
			n, err := strconv.ParseInt(f, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			ticks += n
		}
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// start runs a server, and ends it with the test.
func start(t testing.TB, binary, dir, address string) {
	t.Helper()
	cmd := exec.Command(binary, "--config-file="+filepath.Join(dir, "config.xml"))
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} // where the test itself is killed
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	running = append(running, cmd.Process.Pid)
	t.Cleanup(func() {
		running = slices.DeleteFunc(running, func(pid int) bool { return pid == cmd.Process.Pid })
		cmd.Process.Signal(os.Interrupt)
		cmd.Wait()
	})
	c, err := clickhouse.Open(&clickhouse.Options{Addr: []string{address}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for until := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if err = c.Ping(context.Background()); err == nil {
			return
		}
		if time.Now().After(until) {
			text, _ := os.ReadFile(filepath.Join(dir, "errors"))
			t.Fatalf("clickhouse-server on %s does not answer: %v\n%s", address, err, text)
		}
	}
}
