package cluster

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/zalando/go-keyring"
)

// The environment variables that point at a cluster, for the verbs and, where
// nothing is chosen there, for the window.
const (
	Variable         = "FAIRWEATHER_CLICKHOUSE"
	PasswordVariable = "FAIRWEATHER_CLICKHOUSE_PASSWORD"
)

// keyringService is the name under which the keyring has the passwords.
const keyringService = "Fairweather: events"

// Passwords keeps the password of each address in the operating system's keyring
// (github.com/zalando/go-keyring, which knows those of all systems), and where there
// is none that works, in memory until the program ends. It may be used by several
// goroutines, and may wait for a person who unlocks the keyring.
type Passwords struct {
	mu     sync.Mutex
	memory map[string]string
}

// account is what a password is kept for: who asks which servers.
func (a Address) account() string { return a.User + "@" + strings.Join(a.Hosts, ",") }

// Keep keeps the password of an address, and tells whether it outlives the program.
// An empty password is forgotten.
func (p *Passwords) Keep(a Address) (lasting bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.memory, a.account())
	if a.Password == "" {
		err := keyring.Delete(keyringService, a.account())
		if errors.Is(err, keyring.ErrNotFound) || errors.Is(err, keyring.ErrUnsupportedPlatform) {
			return true, nil
		}
		if _, getting := keyring.Get(keyringService, a.account()); err != nil && getting == nil {
			return false, fmt.Errorf("taking the password of %s out of the keyring: %w", a.account(), err)
		}
		return true, nil
	}
	if keyring.Set(keyringService, a.account(), a.Password) == nil {
		return true, nil
	}
	if p.memory == nil {
		p.memory = map[string]string{}
	}
	p.memory[a.account()] = a.Password
	return false, nil
}

// Of gives the password of an address; empty: none is kept.
func (p *Passwords) Of(a Address) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if kept, ok := p.memory[a.account()]; ok {
		return kept
	}
	kept, err := keyring.Get(keyringService, a.account())
	if err != nil {
		return ""
	}
	return kept
}
