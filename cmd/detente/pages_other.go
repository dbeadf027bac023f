//go:build !linux

package main

// giveBackPages does nothing where there is no /proc to read.
func giveBackPages() {}

// filePages is not known either.
func filePages() int { return 0 }
