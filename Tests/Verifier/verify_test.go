package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A log that the program made and exported: three months of invented history. AMANAH_TEST_PROGRAM names the program.
var (
	program = os.Getenv("AMANAH_TEST_PROGRAM")
	data    string
	export  string
	key     string
)

func TestMain(m *testing.M) {
	os.Exit(func() int {
		folder, err := os.MkdirTemp("", "amanah-verifier-")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(folder)
		data, export = filepath.Join(folder, "data"), filepath.Join(folder, "export")
		amanah("demo", "--no-serve", "--fresh")
		amanah("ledger", "export", export)
		key = strings.TrimSpace(amanah("ledger", "key"))
		return m.Run()
	}())
}

// tryAmanah runs the program to its end; its standard output.
func tryAmanah(arguments ...string) (string, error) {
	command := exec.Command(program, append(arguments, "--data", data)...)
	command.Env = append(os.Environ(), "TMPDIR="+os.TempDir())
	for i, setting := range command.Env {
		if strings.HasPrefix(setting, "AMANAH_") {
			command.Env[i] = "IGNORED="
		}
	}
	var problem bytes.Buffer
	command.Stderr = &problem
	output, err := command.Output()
	if err != nil {
		err = fmt.Errorf("%v: %w: %s", arguments, err, problem.String())
	}
	return string(output), err
}

func amanah(arguments ...string) string {
	output, err := tryAmanah(arguments...)
	if err != nil {
		panic(err)
	}
	return output
}

func write(t *testing.T, path string, data []byte) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// older is the checkpoint of so many days ago.
func older(days int) []byte {
	day := time.Now().UTC().AddDate(0, 0, -days).Format("2006-01-02")
	return []byte(amanah("ledger", "checkpoint", "--day", day))
}

// signer signs as the log does: what somebody can who has stolen its key.
func signer(t *testing.T) note.Signer {
	t.Helper()
	lines := strings.Fields(string(read(t, filepath.Join(data, "log.key"))))
	seed, err := hex.DecodeString(lines[1])
	if err != nil {
		t.Fatal(err)
	}
	secret := base64.StdEncoding.EncodeToString(append([]byte{1}, seed...))
	signer, err := note.NewSigner(fmt.Sprintf("PRIVATE+KEY+%s+%s+%s", lines[0], strings.Split(key, "+")[1], secret))
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// grown is the tree of these entries, with its head signed by the log's key.
func grown(t *testing.T, entries [][]byte) (hashes, tlog.Tree, []byte) {
	t.Helper()
	var stored hashes
	for i, entry := range entries {
		more, err := tlog.StoredHashes(int64(i), entry, stored)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, more...)
	}
	size := int64(len(entries))
	root, err := tlog.TreeHash(size, stored)
	if err != nil {
		t.Fatal(err)
	}
	by := signer(t)
	signed, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%d\n%s\n", by.Name(), size, root)}, by)
	if err != nil {
		t.Fatal(err)
	}
	return stored, tlog.Tree{N: size, Hash: root}, signed
}

// request is a consistency proof as C2SP tlog-witness has it.
func request(older tlog.Tree, proof tlog.TreeProof, signed []byte) []byte {
	text := fmt.Sprintf("old %d\n", older.N)
	for _, hash := range proof {
		text += hash.String() + "\n"
	}
	return []byte(text + "\n" + string(signed))
}

// entries of the whole exported log.
func entries(t *testing.T) [][]byte {
	t.Helper()
	tree, err := checkFolder(key, export)
	if err != nil {
		t.Fatal(err)
	}
	var all [][]byte
	for start := int64(0); start < tree.N; start += 256 {
		some, err := readEntries(export, start, tree.N)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, some...)
	}
	return all
}

// copied is a copy of the export that a test may spoil.
func copied(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "export")
	if output, err := exec.Command("cp", "-r", export, folder).CombinedOutput(); err != nil {
		t.Fatal(string(output))
	}
	return folder
}

// refused by this program, and by ours.
func refused(t *testing.T, key, folder string) {
	t.Helper()
	if _, err := checkFolder(key, folder); err == nil {
		t.Error("accepted")
	}
	if output, err := tryAmanah("ledger", "verify", "--export", folder, "--key", key); err == nil {
		t.Error("amanah accepted it: " + output)
	}
}

func TestAcceptsTheExportedLog(t *testing.T) {
	tree, err := checkFolder(key, export)
	if err != nil || tree.N < 512 {
		t.Error(tree.N, err)
	}
	amanah("ledger", "verify", "--export", export, "--key", key)
}

func TestAcceptsTheProofsOfTheTilesForEveryEntry(t *testing.T) {
	tree, err := openCheckpoint(key, read(t, filepath.Join(export, "checkpoint")))
	if err != nil {
		t.Fatal(err)
	}
	reader := tlog.TileHashReader(tree, &tiles{export})
	for i, entry := range entries(t) {
		proof, err := tlog.ProveRecord(tree.N, int64(i), reader)
		if err != nil {
			t.Fatal(i, err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, int64(i), tlog.RecordHash(entry)); err != nil {
			t.Fatal(i, err)
		}
	}
}

func TestAcceptsThePrintedProofs(t *testing.T) {
	all := entries(t)
	for _, index := range []int{0, 1, 255, 256, len(all) - 1} {
		for _, flags := range [][]string{nil, {"--open"}} {
			printed := amanah(append([]string{"ledger", "prove", fmt.Sprint(index)}, flags...)...)
			found, tree, err := checkProof(key, []byte(printed))
			if err != nil || found != int64(index) || tree.N != int64(len(all)) {
				t.Error(index, flags, err)
			}
		}
	}
}

func TestAcceptsThatTheLogExtendsOlderCheckpoints(t *testing.T) {
	for _, days := range []int{60, 30, 7, 0} {
		before := older(days)
		proof := amanah("ledger", "verify", "--since", write(t, filepath.Join(t.TempDir(), "old"), before))
		if err := checkConsistency(key, before, []byte(proof)); err != nil {
			t.Error(days, err)
		}
	}
}

func TestLeavesUnknownSignaturesAside(t *testing.T) {
	secret, _, err := note.GenerateKey(rand.Reader, "witness.example")
	if err != nil {
		t.Fatal(err)
	}
	witness, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	before := older(30)
	verifier, _ := note.NewVerifier(key)
	opened, err := note.Open(before, note.VerifierList(verifier))
	if err != nil {
		t.Fatal(err)
	}
	cosigned, err := note.Sign(opened, witness)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Count(cosigned, []byte("\n— ")) != 2 {
		t.Fatal("not cosigned")
	}
	proof := amanah("ledger", "verify", "--since", write(t, filepath.Join(t.TempDir(), "old"), cosigned))
	if err := checkConsistency(key, cosigned, []byte(proof)); err != nil {
		t.Error(err)
	}
}

func TestRefusesAChangedEntry(t *testing.T) {
	for _, bundle := range []string{"tile/entries/000", "tile/entries/001"} {
		folder := copied(t)
		file := filepath.Join(folder, bundle)
		data := read(t, file)
		data[40] ^= 1
		write(t, file, data)
		refused(t, key, folder)
	}
}

func TestRefusesAChangedEntryWhoseTileWasChangedToo(t *testing.T) {
	folder := copied(t)
	bundle, tile := filepath.Join(folder, "tile/entries/000"), filepath.Join(folder, "tile/0/000")
	data, leaves := read(t, bundle), read(t, tile)
	data[2+5*34] ^= 1
	leaf := tlog.RecordHash(data[2+5*34 : 34+5*34])
	copy(leaves[5*32:], leaf[:])
	write(t, bundle, data)
	write(t, tile, leaves)
	refused(t, key, folder)
}

func TestRefusesAChangedTile(t *testing.T) {
	// The second is the one partial tile of level 1, however long the log is.
	for _, tile := range []string{"tile/0/001", "tile/1/000.p/*"} {
		folder := copied(t)
		found, err := filepath.Glob(filepath.Join(folder, tile))
		if err != nil || len(found) != 1 {
			t.Fatalf("%s: %v, %v", tile, found, err)
		}
		file := found[0]
		data := read(t, file)
		data[len(data)-1] ^= 1
		write(t, file, data)
		refused(t, key, folder)
	}
}

func TestRefusesAProofOfOtherWords(t *testing.T) {
	printed := amanah("ledger", "prove", "300", "--open")
	lines := strings.Split(printed, "\n")
	opening, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		t.Fatal(err)
	}
	for _, place := range []int{0, 31, 32, len(opening) - 1} {
		changed := append([]byte{}, opening...)
		changed[place] ^= 1
		lines[1] = "extra " + base64.StdEncoding.EncodeToString(changed)
		if _, _, err := checkProof(key, []byte(strings.Join(lines, "\n"))); err == nil {
			t.Error("accepted", place)
		}
	}
}

func TestRefusesAProofAtAnotherPlace(t *testing.T) {
	printed := amanah("ledger", "prove", "300")
	moved := strings.Replace(printed, "\nindex 300\n", "\nindex 301\n", 1)
	if _, _, err := checkProof(key, []byte(moved)); err == nil || moved == printed {
		t.Error("accepted")
	}
}

func TestRefusesARemovedTail(t *testing.T) {
	all := entries(t)
	folder := copied(t)
	partial := filepath.Join(folder, fmt.Sprintf("tile/entries/%03d.p/%d", len(all)/256, len(all)%256))
	data := read(t, partial)
	write(t, partial, data[:len(data)-34])
	refused(t, key, folder)
	if err := os.Remove(partial); err != nil {
		t.Fatal(err)
	}
	refused(t, key, folder)
}

func TestRefusesARemovedTailThatTheStolenKeySigned(t *testing.T) {
	all, before := entries(t), older(0)
	stored, cut, signed := grown(t, all[:len(all)-3])
	was, err := openCheckpoint(key, before)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tlog.ProveTree(cut.N, was.N, stored); err == nil {
		t.Error("a shorter log can be shown to extend a longer one")
	}
	for _, proof := range []tlog.TreeProof{nil, {cut.Hash}} {
		if err := checkConsistency(key, before, request(was, proof, signed)); err == nil {
			t.Error("accepted")
		}
	}
}

func TestRefusesARewrittenHistoryThatTheStolenKeySigned(t *testing.T) {
	all, before := entries(t), older(30)
	all[3] = bytes.Repeat([]byte{7}, 32)
	stored, rewritten, signed := grown(t, all)
	was, err := openCheckpoint(key, before)
	if err != nil {
		t.Fatal(err)
	}
	// It looks whole: only who kept a checkpoint can tell.
	if _, err := openCheckpoint(key, signed); err != nil {
		t.Fatal(err)
	}
	proof, err := tlog.ProveTree(rewritten.N, was.N, stored)
	if err != nil {
		t.Fatal(err)
	}
	if err := checkConsistency(key, before, request(was, proof, signed)); err == nil {
		t.Error("accepted")
	}
	// The same proof for what was not rewritten is accepted, so that it is the rewriting which is refused.
	stored, _, signed = grown(t, entries(t))
	proof, err = tlog.ProveTree(rewritten.N, was.N, stored)
	if err != nil {
		t.Fatal(err)
	}
	if err := checkConsistency(key, before, request(was, proof, signed)); err != nil {
		t.Error(err)
	}
}

func TestRefusesAnExportOverAnotherPast(t *testing.T) {
	all := entries(t)
	all[3] = bytes.Repeat([]byte{7}, 32)
	_, _, signed := grown(t, all)
	folder := copied(t)
	write(t, filepath.Join(folder, "checkpoint"), signed)
	if _, err := tryAmanah("ledger", "export", folder); err == nil {
		t.Error("written over")
	}
	if !bytes.Equal(read(t, filepath.Join(folder, "checkpoint")), signed) {
		t.Error("the checkpoint was changed")
	}
}

func TestRefusesTheWrongKey(t *testing.T) {
	name := strings.Split(key, "+")[0]
	_, other, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	refused(t, other, export)
	if _, _, err := checkProof(other, []byte(amanah("ledger", "prove", "3"))); err == nil {
		t.Error("a proof was accepted")
	}
	before := older(30)
	proof := amanah("ledger", "verify", "--since", write(t, filepath.Join(t.TempDir(), "old"), before))
	if err := checkConsistency(other, before, []byte(proof)); err == nil {
		t.Error("a checkpoint was accepted")
	}
}

func TestRefusesASignatureOfOtherWords(t *testing.T) {
	folder := copied(t)
	file := filepath.Join(folder, "checkpoint")
	lines := strings.Split(string(read(t, file)), "\n")
	lines[1] = "512"
	write(t, file, []byte(strings.Join(lines, "\n")))
	refused(t, key, folder)
	if _, err := tryAmanah("ledger", "verify", "--since", file); err == nil {
		t.Error("amanah accepted it")
	}
}
