package model

import (
	"errors"
	"fmt"
	"sync"

	"github.com/zalando/go-keyring"
)

// service is the name under which the keyring has the program's keys.
const service = "Fairweather: model"

// Kept says where a key is.
type Kept int

// Where a key can be.
const (
	Nowhere     Kept = iota // there is none
	InKeyring               // the operating system's, over restarts
	ThisSession             // this machine has no keyring that works: until the program ends
)

// String says it in words for a person.
func (k Kept) String() string {
	switch k {
	case InKeyring:
		return "The key is in the operating system's keyring."
	case ThisSession:
		return "This machine has no keyring that works: the key is kept until the program ends and is written nowhere."
	}
	return "No key is kept."
}

// Keys keeps the keys of endpoints, one a host: in the operating system's
// keyring, and where that fails in memory. It may be used by several goroutines.
// A keyring may ask a person for a password, so its methods may take long.
type Keys struct {
	mu      sync.Mutex
	session map[string]string
}

// Set keeps the key of an endpoint and says where. An empty key is taken away.
// It fails for an address that Settings.Check refuses, never for want of a
// keyring.
func (k *Keys) Set(s Settings, key string) (Kept, error) {
	u, err := s.base()
	if err != nil {
		return Nowhere, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.session, u.Host)
	if key == "" {
		if err := keyring.Delete(service, u.Host); err != nil && !errors.Is(err, keyring.ErrNotFound) && hasKeyring() {
			return Nowhere, fmt.Errorf("taking the key of %s out of the keyring: %w", u.Host, err)
		}
		return Nowhere, nil
	}
	if err := keyring.Set(service, u.Host, key); err == nil {
		return InKeyring, nil
	}
	if k.session == nil {
		k.session = map[string]string{}
	}
	k.session[u.Host] = key
	return ThisSession, nil
}

// hasKeyring reports whether the keyring answers at all.
func hasKeyring() bool {
	_, err := keyring.Get(service, "is there a keyring")
	return err == nil || errors.Is(err, keyring.ErrNotFound)
}

// Get gives the key of an endpoint and where it is; none is no error: a server
// on this machine needs none.
func (k *Keys) Get(s Settings) (string, Kept) {
	u, err := s.base()
	if err != nil {
		return "", Nowhere
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if key, ok := k.session[u.Host]; ok {
		return key, ThisSession
	}
	if key, err := keyring.Get(service, u.Host); err == nil && key != "" {
		return key, InKeyring
	}
	return "", Nowhere
}
