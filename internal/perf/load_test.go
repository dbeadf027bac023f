package perf

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// load is what a number of connections got from a server in a time.
type load struct {
	perSecond float64
	p50, p99  float64 // milliseconds
}

// press asks for one path over and over, over so many connections. It reads answers with as little work as it can, so that
// the processors are the server's.
func press(t *testing.T, addr, path, encoding string, connections int, span time.Duration) load {
	t.Helper()
	request := []byte("GET " + path + " HTTP/1.1\r\nHost: " + addr + "\r\nAccept: text/html,application/json\r\nAccept-Encoding: " + encoding + "\r\n\r\n")
	all := make([][]time.Duration, connections)
	var running sync.WaitGroup
	start := time.Now()
	for i := range connections {
		running.Go(func() {
			took, err := pressOne(addr, request, start.Add(span))
			if err != nil {
				t.Errorf("%s%s: %v", addr, path, err)
			}
			all[i] = took
		})
	}
	running.Wait()
	var took []time.Duration
	for _, list := range all {
		took = append(took, list...)
	}
	if len(took) == 0 {
		t.Fatalf("%s%s: no answers", addr, path)
	}
	return load{float64(len(took)) / time.Since(start).Seconds(), quantile(took, 0.5).Seconds() * 1e3, quantile(took, 0.99).Seconds() * 1e3}
}

func pressOne(addr string, request []byte, until time.Time) (took []time.Duration, err error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	in := bufio.NewReaderSize(conn, 64<<10)
	for now := time.Now(); now.Before(until); now = time.Now() {
		if _, err := conn.Write(request); err != nil {
			return took, err
		}
		if _, err := readAnswer(in); err != nil {
			return took, err
		}
		took = append(took, time.Since(now))
	}
	return took, nil
}

// readAnswer reads an answer to its end and returns how long its body is; any status but 200 is an error.
func readAnswer(in *bufio.Reader) (int64, error) {
	length, chunked := int64(0), false
	for first := true; ; first = false {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		text := string(line)
		if first && !strings.HasPrefix(text, "HTTP/1.1 200") {
			return 0, fmt.Errorf("answered %q", strings.TrimSpace(text))
		}
		if text == "\r\n" {
			break
		}
		name, value, _ := strings.Cut(text, ":")
		switch textproto.CanonicalMIMEHeaderKey(name) {
		case "Content-Length":
			if length, err = strconv.ParseInt(strings.TrimSpace(value), 10, 64); err != nil {
				return 0, err
			}
		case "Transfer-Encoding":
			chunked = true
		}
	}
	if !chunked {
		_, err := in.Discard(int(length))
		return length, err
	}
	return readChunks(in)
}

func readChunks(in *bufio.Reader) (total int64, err error) {
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return total, err
		}
		n, err := strconv.ParseInt(strings.TrimSpace(string(line)), 16, 64)
		if err != nil {
			return total, err
		}
		if _, err := in.Discard(int(n) + 2); err != nil {
			return total, err
		}
		if total += n; n == 0 {
			return total, nil
		}
	}
}

// download reads one answer, of any length.
func download(addr, path string) (int64, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "GET "+path+" HTTP/1.1\r\nHost: "+addr+"\r\n\r\n"); err != nil {
		return 0, err
	}
	return readAnswer(bufio.NewReaderSize(conn, 256<<10))
}
