//go:build race

package testkit

// Racing tells whether the tests run under the race detector, where the JavaScript engine takes a hundred times longer.
const Racing = true
