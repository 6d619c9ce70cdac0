// Command verify checks a log book of Amanah with none of Amanah's code: Go's own notes and Merkle trees, as the Go
// project checks its module log with them.
//
//	verify KEY FOLDER               every entry of an exported log, up to its signed checkpoint
//	verify KEY proof FILE           a .tlog-proof, offline
//	verify KEY consistency OLD FILE that the log extends an older checkpoint (FILE: C2SP tlog-witness, add-checkpoint)
//
// It builds with Debian's golang-go and golang-golang-x-mod-dev: GO111MODULE=off GOPATH=/usr/share/gocode go run verify.go
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	words, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "REFUSED:", err)
		os.Exit(1)
	}
	fmt.Println(words)
}

func run(arguments []string) (string, error) {
	if len(arguments) < 2 {
		return "", errors.New("usage: verify KEY FOLDER | verify KEY proof FILE | verify KEY consistency OLD FILE")
	}
	key := arguments[0]
	switch rest := arguments[1:]; {
	case len(rest) == 1:
		tree, err := checkFolder(key, rest[0])
		return fmt.Sprintf("%d entries, root %v", tree.N, tree.Hash), err
	case len(rest) == 2 && rest[0] == "proof":
		proof, err := os.ReadFile(rest[1])
		if err != nil {
			return "", err
		}
		index, _, err := checkProof(key, proof)
		return fmt.Sprintf("entry %d is in the log", index), err
	case len(rest) == 3 && rest[0] == "consistency":
		older, err := os.ReadFile(rest[1])
		if err != nil {
			return "", err
		}
		proof, err := os.ReadFile(rest[2])
		if err != nil {
			return "", err
		}
		return "the log extends the checkpoint", checkConsistency(key, older, proof)
	}
	return "", errors.New("unknown arguments")
}

// openCheckpoint verifies a signed checkpoint: origin, size and root, a line each (C2SP tlog-checkpoint).
func openCheckpoint(key string, text []byte) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return tlog.Tree{}, errors.New("malformed size")
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// checkFolder recomputes an exported log: its entries lead to the signed root, and each tile holds what they lead to.
//
// Go's own TileHashReader is not enough for that: in x/mod 0.7 it does not authenticate each tile that it reads where the
// right edge of the tree needs fewer tiles than it has subtrees.
func checkFolder(key, folder string) (tlog.Tree, error) {
	text, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return tlog.Tree{}, err
	}
	tree, err := openCheckpoint(key, text)
	if err != nil {
		return tree, err
	}
	var stored hashes
	for start := int64(0); start < tree.N; start += 256 {
		entries, err := readEntries(folder, start, tree.N)
		if err != nil {
			return tree, err
		}
		for i, entry := range entries {
			more, err := tlog.StoredHashes(start+int64(i), entry, stored)
			if err != nil {
				return tree, err
			}
			stored = append(stored, more...)
		}
	}
	root, err := tlog.TreeHash(tree.N, stored)
	if err != nil {
		return tree, err
	}
	if root != tree.Hash {
		return tree, errors.New("the entries do not lead to the signed root")
	}
	wanted := layout(tree.N)
	there, err := (&tiles{folder}).ReadTiles(wanted)
	if err != nil {
		return tree, err
	}
	for i, tile := range wanted {
		data, err := tlog.ReadTileData(tile, stored)
		if err != nil {
			return tree, err
		}
		if !bytes.Equal(data, there[i]) {
			return tree, fmt.Errorf("%s is not what the entries lead to", path(tile))
		}
	}
	return tree, nil
}

// hashes is a tree in memory.
type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var read []tlog.Hash
	for _, index := range indexes {
		read = append(read, h[index])
	}
	return read, nil
}

// layout is every tile of a tree: the full ones, and at most one partial tile a level.
func layout(size int64) []tlog.Tile {
	var all []tlog.Tile
	for level, count := 0, size; count > 0; level, count = level+1, count/256 {
		for start := int64(0); start < count; start += 256 {
			all = append(all, tlog.Tile{H: 8, L: level, N: start / 256, W: int(min64(256, count-start))})
		}
	}
	return all
}

// checkProof verifies a C2SP tlog-proof. Its extra data are the commitment, or the salt and entry that it is made of.
func checkProof(key string, text []byte) (int64, tlog.Tree, error) {
	head, checkpoint, ok := bytes.Cut(text, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !ok || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" ||
		!strings.HasPrefix(lines[1], "extra ") || !strings.HasPrefix(lines[2], "index ") {
		return 0, tlog.Tree{}, errors.New("not a tlog-proof of this kind")
	}
	extra, err := base64.StdEncoding.Strict().DecodeString(lines[1][len("extra "):])
	if err != nil {
		return 0, tlog.Tree{}, err
	}
	if len(extra) != sha256.Size {
		sum := sha256.Sum256(extra)
		extra = sum[:]
	}
	index, err := strconv.ParseInt(lines[2][len("index "):], 10, 64)
	if err != nil {
		return 0, tlog.Tree{}, err
	}
	hashes, err := parseHashes(lines[3:])
	if err != nil {
		return 0, tlog.Tree{}, err
	}
	tree, err := openCheckpoint(key, checkpoint)
	if err != nil {
		return 0, tree, err
	}
	return index, tree, tlog.CheckRecord(tlog.RecordProof(hashes), tree.N, tree.Hash, index, tlog.RecordHash(extra))
}

// checkConsistency verifies that the tree of the proof's checkpoint extends that of an older one.
func checkConsistency(key string, older, text []byte) error {
	head, checkpoint, ok := bytes.Cut(text, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !ok || !strings.HasPrefix(lines[0], "old ") {
		return errors.New("not a request to add a checkpoint")
	}
	before, err := openCheckpoint(key, older)
	if err != nil {
		return err
	}
	if lines[0] != fmt.Sprintf("old %d", before.N) {
		return errors.New("the proof begins at another size")
	}
	hashes, err := parseHashes(lines[1:])
	if err != nil {
		return err
	}
	now, err := openCheckpoint(key, checkpoint)
	if err != nil {
		return err
	}
	return tlog.CheckTree(tlog.TreeProof(hashes), now.N, now.Hash, before.N, before.Hash)
}

func parseHashes(lines []string) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
	}
	return hashes, nil
}

// readEntries reads the bundle that begins at an index: each entry after its length, two bytes, big-endian.
func readEntries(folder string, start, size int64) ([][]byte, error) {
	tile := tlog.Tile{H: 8, L: 0, N: start / 256, W: int(min64(256, size-start))}
	data, err := os.ReadFile(filepath.Join(folder, strings.Replace(path(tile), "tile/0/", "tile/entries/", 1)))
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return nil, errors.New("a bundle is cut off")
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:end])
		data = data[end:]
	}
	if len(entries) != tile.W {
		return nil, errors.New("a bundle has too many entries, or too few")
	}
	return entries, nil
}

// tiles reads the tiles of an exported folder.
type tiles struct{ folder string }

func (t *tiles) Height() int                     { return 8 }
func (t *tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(t.folder, path(tile)))
		if err != nil {
			return nil, err
		}
		read = append(read, data)
	}
	return read, nil
}

// path is the tile's path in C2SP tlog-tiles, which fixes the height that Go's own has in it.
func path(tile tlog.Tile) string { return strings.Replace(tile.Path(), "tile/8/", "tile/", 1) }

func min64(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}
