/** Records that say what became of a row of a database, in the JSON of Debezium, Canal, Maxwell and Oracle GoldenGate: rows are inserted, updated (old content, then new) and deleted. */
package io.blink.formats.changelog;
