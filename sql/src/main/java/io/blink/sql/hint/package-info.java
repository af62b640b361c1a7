/**
 * Hints behind SELECT that say how a relation of its FROM is joined. Read while a statement is translated, kept on the scans of the relation, which survive
 * every rewriting, and found again when joins are made physical. One statement, one thread.
 */
package io.blink.sql.hint;
