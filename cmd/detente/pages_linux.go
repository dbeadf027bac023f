package main

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// mapping is a part of the program's own file in its memory.
type mapping struct {
	from, length uintptr
	copied       bool // some of its pages are the process's own, and not the file's
}

// giveBackPages unmaps the pages of the program's own file: what starting and the last answers touched of it. They stay in
// the system's cache, which may now let them go, and come back one by one as they are used. Only parts that are never
// written are touched, and of these none with a page that is not the file's (a relocated one, say).
func giveBackPages() {
	for _, m := range ownMappings() {
		if !m.copied {
			_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, m.from, m.length, syscall.MADV_DONTNEED) // at worst they stay
		}
	}
}

// ownMappings reads the parts of the program's file that cannot be written. Reference: proc_pid_smaps(5).
func ownMappings() (list []mapping) {
	own, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return nil
	}
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return nil
	}
	defer f.Close()
	ours := false // the lines that follow are of a mapping of the list
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if m, ok := parseMapping(fields); ok {
			ours = strings.HasSuffix(lines.Text(), " "+own) && strings.HasPrefix(fields[1], "r-") && strings.HasSuffix(fields[1], "p")
			if ours {
				list = append(list, m)
			}
		} else if ours && fields[0] == "Anonymous:" {
			list[len(list)-1].copied = fields[1] != "0"
		}
	}
	return list
}

// parseMapping reads the line that begins a mapping: 00400000-01112000 r-xp ...
func parseMapping(fields []string) (m mapping, ok bool) {
	from, to, ok := strings.Cut(fields[0], "-")
	if !ok || len(fields) < 2 {
		return m, false
	}
	start, err := strconv.ParseUint(from, 16, 64)
	if err != nil {
		return m, false
	}
	end, err := strconv.ParseUint(to, 16, 64)
	return mapping{from: uintptr(start), length: uintptr(end - start), copied: true}, err == nil
}

// filePages is how many bytes of files the process has in its memory, its own program being nearly all; zero where that
// cannot be told. Reference: proc_pid_statm(5), shared.
func filePages() int {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text))
	if len(fields) < 3 {
		return 0
	}
	pages, err := strconv.Atoi(fields[2])
	if err != nil {
		return 0
	}
	return pages * os.Getpagesize()
}
