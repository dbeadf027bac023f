package liveblog

import (
	"regexp"
	"sync"
)

// late compiles a pattern when it is first used: those of this package take a millisecond, and most runs of the program read no
// live-blog.
func late(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}
