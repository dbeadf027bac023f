package store

import (
	"encoding/binary"
	"errors"

	"detente/internal/fx"
)

// node is the candles of a stretch of time: what fx.Bucket says, with instants in seconds.
type node struct {
	first, last, highAt, lowAt int64
	open, high, low, close     fx.Rate
	count                      int64
}

// nodeOf is the node of one candle, as selectNodes gives it.
func nodeOf(row []int64) node {
	price := func(i int) fx.Rate { return fx.Rate{Unscaled: row[i], Scale: uint8(row[5])} }
	return node{row[0], row[0], row[0], row[0], price(1), price(2), price(3), price(4), 1}
}

// join adds a later node to n.
func (n *node) join(later *node) {
	if later.high.Compare(n.high) > 0 {
		n.high, n.highAt = later.high, later.highAt
	}
	if later.low.Compare(n.low) < 0 {
		n.low, n.lowAt = later.low, later.lowAt
	}
	n.close, n.last, n.count = later.close, later.last, n.count+later.count
}

func (n node) bucket() fx.Bucket {
	return fx.Bucket{
		Open: n.open, High: n.high, Low: n.low, Close: n.close,
		OpenAt: utc(n.first), HighAt: utc(n.highAt), LowAt: utc(n.lowAt), CloseAt: utc(n.last), Count: int(n.count),
	}
}

// grouping joins nodes that come by ascending time into nodes that span width seconds.
type grouping struct {
	width  int64
	origin int64 // where one of them begins
	list   []node
	until  int64 // where the span of the last of them ends
}

func (g *grouping) add(n *node) {
	if len(g.list) > 0 && n.first < g.until {
		g.list[len(g.list)-1].join(n)
		return
	}
	g.until = g.origin + floorTo(n.first-g.origin, g.width) + g.width
	g.list = append(g.list, *n)
}

func grouped(list []node, width int64) []node {
	g := grouping{width: width}
	for i := range list {
		g.add(&list[i])
	}
	return g.list
}

// floorDiv rounds towards minus infinity: instants before 1970 are below zero.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func floorTo(a, step int64) int64 { return floorDiv(a, step) * step }
func ceilTo(a, step int64) int64  { return -floorDiv(-a, step) * step }

// maxScale is the most decimals a price may have, as the tables CHECK.
const maxScale = 12

// mixedScales stands where the four prices of a node were published with different numbers of decimals.
const mixedScales = 0xff

// packNodes writes nodes as differences in the variable-length integers of encoding/binary, about 16 bytes a node.
func packNodes(list []node) []byte {
	out := make([]byte, 0, 20*len(list))
	var before node
	for _, n := range list {
		out = binary.AppendVarint(out, n.first-before.first)
		for _, at := range []int64{n.last, n.highAt, n.lowAt} {
			out = binary.AppendUvarint(out, uint64(at-n.first))
		}
		out = binary.AppendUvarint(out, uint64(n.count))
		prices := []fx.Rate{n.open, n.high, n.low, n.close}
		if s := n.open.Scale; n.high.Scale == s && n.low.Scale == s && n.close.Scale == s {
			out = append(out, s)
		} else {
			out = append(out, mixedScales, s, n.high.Scale, n.low.Scale, n.close.Scale)
		}
		near := before.close.Unscaled
		for _, p := range prices {
			out = binary.AppendVarint(out, p.Unscaled-near) // wraps round and back where the scales are far apart
			near = p.Unscaled
		}
		before = n
	}
	return out
}

var errNodes = errors.New("a chunk of rollups cannot be read: run detente check --repair")

// eachNode gives the nodes of a chunk in their order.
func eachNode(packed []byte, yield func(*node)) error {
	r := nodeReader{packed: packed}
	var n node
	for r.at < len(packed) {
		n.first += r.signed()
		n.last, n.highAt, n.lowAt = n.first+r.unsigned(), n.first+r.unsigned(), n.first+r.unsigned()
		n.count = r.unsigned()
		scales := [4]uint8{}
		if scales[0] = r.byte(); scales[0] == mixedScales {
			scales = [4]uint8{r.byte(), r.byte(), r.byte(), r.byte()}
		} else {
			scales[1], scales[2], scales[3] = scales[0], scales[0], scales[0]
		}
		near := n.close.Unscaled
		for i, p := range [...]*fx.Rate{&n.open, &n.high, &n.low, &n.close} {
			near += r.signed()
			p.Unscaled, p.Scale = near, scales[i]
			r.bad = r.bad || scales[i] > maxScale
		}
		if r.bad {
			return errNodes
		}
		yield(&n)
	}
	return nil
}

// nodeReader takes integers one after the other; bad says that one was missing.
type nodeReader struct {
	packed []byte
	at     int
	bad    bool
}

func (r *nodeReader) signed() int64 {
	v := uint64(r.unsigned())
	return int64(v>>1) ^ -int64(v&1)
}

// unsigned is binary.Uvarint without its slices: it is called ten times a node, and nodes are most of what a zoom does. Most
// are of one byte.
func (r *nodeReader) unsigned() int64 {
	if r.at < len(r.packed) && r.packed[r.at] < 0x80 {
		r.at++
		return int64(r.packed[r.at-1])
	}
	return r.long()
}

func (r *nodeReader) long() int64 {
	var v uint64
	for shift := 0; r.at < len(r.packed); shift += 7 {
		b := r.packed[r.at]
		r.at++
		if shift == 63 && b > 1 {
			break
		}
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return int64(v)
		}
	}
	r.at, r.bad = len(r.packed), true
	return 0
}

func (r *nodeReader) byte() byte {
	if r.at == len(r.packed) {
		r.bad = true
		return 0
	}
	r.at++
	return r.packed[r.at-1]
}
