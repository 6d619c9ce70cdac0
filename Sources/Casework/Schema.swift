import Database

/// The tables, in the order they came. Every column is an id, a time, a kind, a state, a count, a public key or a
/// sealed text; SECURITY.md lists them with the reason for each.
package enum Schema {
    package static let migrations = [
        Migration(
            name: "0001-charity",
            statements: [
                """
                CREATE TABLE entries (
                    position INTEGER64 PRIMARY KEY, at INTEGER64 NOT NULL, actor BYTES NOT NULL,
                    kind INTEGER64 NOT NULL, file BYTES, clause TEXT NOT NULL, letter BYTES,
                    letter_epoch INTEGER64, sealed BYTES, evidence BYTES, salt BYTES,
                    commitment BYTES NOT NULL, mark BYTES)
                """,
                "CREATE INDEX entries_by_file ON entries (file, position)",
                "CREATE INDEX entries_by_time ON entries (at)",
                "CREATE INDEX entries_by_kind ON entries (kind, at)",
                """
                CREATE TABLE checkpoints (
                    day TEXT PRIMARY KEY, size INTEGER64 NOT NULL, frontier BYTES NOT NULL, note TEXT NOT NULL,
                    standing BYTES)
                """,
                "CREATE INDEX checkpoints_by_size ON checkpoints (size)",
                """
                CREATE TABLE certificates (
                    digest BYTES PRIMARY KEY, payload BYTES NOT NULL, signature BYTES NOT NULL)
                """,
                """
                CREATE TABLE members (
                    member BYTES PRIMARY KEY, handle BYTES NOT NULL UNIQUE, identity BYTES NOT NULL,
                    wrap BYTES NOT NULL, version INTEGER64 NOT NULL)
                """,
                """
                CREATE TABLE second_factors (
                    member BYTES PRIMARY KEY, sealed BYTES NOT NULL, step INTEGER64 NOT NULL,
                    version INTEGER64 NOT NULL)
                """,
                """
                CREATE TABLE enrolments (
                    code BYTES PRIMARY KEY, member BYTES NOT NULL, sealed BYTES NOT NULL,
                    expires INTEGER64 NOT NULL)
                """,
                """
                CREATE TABLE team_seeds (
                    team INTEGER64 NOT NULL, epoch INTEGER64 NOT NULL, principal BYTES NOT NULL,
                    sealed BYTES NOT NULL, PRIMARY KEY (team, epoch, principal))
                """,
                "CREATE INDEX team_seeds_by_principal ON team_seeds (principal)",
                """
                CREATE TABLE recovery (place INTEGER64 PRIMARY KEY, wrap BYTES NOT NULL)
                """,
                """
                CREATE TABLE sessions (
                    session BYTES PRIMARY KEY, member BYTES NOT NULL, wrapped BYTES NOT NULL,
                    began INTEGER64 NOT NULL, device INTEGER64 NOT NULL, seen BYTES NOT NULL, confirmed BYTES)
                """,
                """
                CREATE TABLE files (
                    file BYTES PRIMARY KEY, kind INTEGER64 NOT NULL, restricted INTEGER64 NOT NULL,
                    genesis BYTES NOT NULL, made INTEGER64 NOT NULL, entry INTEGER64 NOT NULL)
                """,
                // Each search asks which files are restricted.
                "CREATE INDEX files_by_restricted ON files (restricted)",
                "CREATE TABLE restrictions (file BYTES PRIMARY KEY, since BYTES NOT NULL)",
                """
                CREATE TABLE grants (
                    grant_id BYTES PRIMARY KEY, file BYTES NOT NULL, principal BYTES NOT NULL,
                    items INTEGER64 NOT NULL, packed BYTES NOT NULL, entry INTEGER64 NOT NULL)
                """,
                "CREATE INDEX grants_by_file ON grants (file)",
                "CREATE INDEX grants_by_principal ON grants (principal, file)",
                """
                CREATE TABLE item_epochs (
                    file BYTES NOT NULL, item INTEGER64 NOT NULL, epoch INTEGER64 NOT NULL,
                    packed BYTES NOT NULL, entry INTEGER64 NOT NULL, PRIMARY KEY (file, item, epoch))
                """,
                """
                CREATE TABLE records (
                    record BYTES NOT NULL, version INTEGER64 NOT NULL, file BYTES NOT NULL,
                    item INTEGER64 NOT NULL, epoch INTEGER64 NOT NULL, author BYTES NOT NULL,
                    at INTEGER64 NOT NULL, entry INTEGER64 NOT NULL, sealed BYTES NOT NULL,
                    PRIMARY KEY (record, version))
                """,
                "CREATE INDEX records_by_item ON records (file, item, entry)",
                "CREATE INDEX records_by_entry ON records (entry)",
                // The register's rows (item 33) are scattered over all records, and the first search reads every one of
                // them. The sum is there so that no value bound to `item` says anything of this index: SQLite would prepare
                // each statement that binds one anew for each value.
                """
                CREATE INDEX records_of_register ON records (file, entry, record, version, epoch, sealed, item)
                WHERE item + 0 = 33
                """,
                // Each form that was sent, and what it made. Whoever takes a row away can send that form twice.
                """
                CREATE TABLE forms (
                    form BYTES PRIMARY KEY, member BYTES NOT NULL, at INTEGER64 NOT NULL, made BYTES NOT NULL)
                """,
                "CREATE INDEX forms_by_time ON forms (at)",
                "CREATE TABLE erasures (file BYTES PRIMARY KEY, at INTEGER64 NOT NULL)",
                """
                CREATE TABLE drafts (
                    member BYTES NOT NULL, name BYTES NOT NULL, at INTEGER64 NOT NULL, sealed BYTES NOT NULL,
                    PRIMARY KEY (member, name))
                """,
                "CREATE INDEX drafts_by_time ON drafts (at)",
                """
                CREATE TABLE reminders (
                    reminder BYTES PRIMARY KEY, member BYTES NOT NULL, file BYTES NOT NULL,
                    sealed BYTES NOT NULL)
                """,
                "CREATE INDEX reminders_by_member ON reminders (member, file)",
            ])
    ]
}
