//go:build !unix || solaris || aix

package store

import "errors"

func lockFile(string) (release func(), ok bool, err error) { return nil, false, errors.ErrUnsupported }
