package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/klauspost/compress/zstd"

	"detente/internal/runlog"
)

// maxBody bounds what one stored body may unpack to, in bytes.
const maxBody = 1 << 30

func newPacker() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true))
}

func newUnpacker() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxBody))
}

const insertBody = `
INSERT INTO bodies (sha256, size, zstd)
VALUES (?1, ?2, ?3)
    ON CONFLICT (sha256) DO NOTHING`

const insertFetch = `
INSERT INTO fetches (run, url, at, http_status, http_date, content_type, sha256, error, parser, duration_ms)
VALUES (nullif(?1, 0), ?2, ?3, ?4, ?5, ?6, nullif(?7, ''), ?8, ?9, ?10)`

// AddFetch records a request and keeps its body compressed, once for all fetches that received the same bytes, and
// returns its id. An empty SHA256 is computed; one that is not the body's is an error.
func (db *DB) AddFetch(ctx context.Context, f runlog.Fetch) (id int64, err error) {
	sum, err := checksum(f)
	if err != nil {
		return 0, wrap("add fetch of "+f.URL, err)
	}
	pack, err := db.packer()
	if err != nil {
		return 0, wrap("add fetch of "+f.URL, err)
	}
	packed := pack.EncodeAll(f.Body, nil)
	err = db.transact(ctx, func(tx *sql.Tx) (bool, error) {
		if sum != "" {
			if _, err := tx.ExecContext(ctx, insertBody, sum, len(f.Body), packed); err != nil {
				return false, err
			}
		}
		added, err := tx.ExecContext(ctx, insertFetch, f.RunID, f.URL, f.At.Unix(), f.HTTPStatus, instant(f.HTTPDate), f.ContentType,
			sum, f.Error, f.Parser, f.DurationMS)
		if err != nil {
			return false, err
		}
		id, err = added.LastInsertId()
		return true, err
	})
	return id, wrap("add fetch of "+f.URL, err)
}

// checksum returns the hex SHA-256 of the body, empty where there is none.
func checksum(f runlog.Fetch) (string, error) {
	if len(f.Body) == 0 {
		return "", nil
	}
	hash := sha256.Sum256(f.Body)
	sum := hex.EncodeToString(hash[:])
	if f.SHA256 != "" && f.SHA256 != sum {
		return "", fmt.Errorf("the body has sha256 %s, not %s as stated", sum, f.SHA256)
	}
	return sum, nil
}

const selectFetch = `
SELECT f.id, ifnull(f.run, 0), f.url, f.at, f.http_status, f.http_date, f.content_type, ifnull(f.sha256, ''),
       f.error, f.parser, f.duration_ms, b.zstd
  FROM fetches AS f
  LEFT JOIN bodies AS b ON b.sha256 = f.sha256
 WHERE f.id = ?1`

// Fetch returns one recorded request with the bytes as they were received; an id that is not stored is ErrNotFound, a
// body that no longer has its checksum an error.
func (db *DB) Fetch(ctx context.Context, id int64) (runlog.Fetch, error) {
	f, err := db.fetch(ctx, id)
	return f, wrap(fmt.Sprintf("fetch %d", id), err)
}

func (db *DB) fetch(ctx context.Context, id int64) (f runlog.Fetch, err error) {
	var at int64
	var date sql.NullInt64
	var packed []byte
	err = db.read.QueryRowContext(ctx, selectFetch, id).Scan(&f.ID, &f.RunID, &f.URL, &at, &f.HTTPStatus, &date,
		&f.ContentType, &f.SHA256, &f.Error, &f.Parser, &f.DurationMS, &packed)
	if errors.Is(err, sql.ErrNoRows) {
		return f, ErrNotFound
	}
	if err != nil {
		return f, err
	}
	f.At, f.HTTPDate = utc(at), timeOf(date)
	if len(packed) == 0 {
		if f.SHA256 != "" {
			return f, fmt.Errorf("its body of sha256 %s is empty: the file was changed by another hand", f.SHA256)
		}
		return f, nil
	}
	unpack, err := db.unpacker()
	if err != nil {
		return f, err
	}
	if f.Body, err = unpack.DecodeAll(packed, nil); err != nil {
		return f, err
	}
	_, err = checksum(f)
	return f, err
}

const selectValidators = `
SELECT etag, last_modified
  FROM validators
 WHERE url = ?1`

// Validators returns the ETag and Last-Modified that came with the answer last used, empty where there is none. The key is
// the reader's own name for it, which begins with the address.
func (db *DB) Validators(ctx context.Context, key string) (etag, lastModified string, err error) {
	err = db.read.QueryRowContext(ctx, selectValidators, key).Scan(&etag, &lastModified)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", nil
	}
	return etag, lastModified, wrap("validators of "+key, err)
}

const upsertValidators = `
INSERT INTO validators (url, etag, last_modified, at)
VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified, at = excluded.at`

// PutValidators keeps what came with an answer, in place of what was kept before. It is no change of figures or events.
func (db *DB) PutValidators(ctx context.Context, key, etag, lastModified string, now time.Time) error {
	return wrap("put validators of "+key, db.transact(ctx, func(tx *sql.Tx) (bool, error) {
		_, err := tx.ExecContext(ctx, upsertValidators, key, etag, lastModified, now.Unix())
		return true, err
	}))
}
