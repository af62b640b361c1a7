/**
 * SQL scripts as tests: blocks of a statement and what must come of it, in a text file. {@link io.blink.testing.script.SqlScript} documents
 * the format, {@link io.blink.testing.script.SqlScriptTests} turns a folder of scripts into JUnit tests, one a block. A script runs on any
 * {@link io.blink.testing.script.SqlEngine}, so that the same rows are expected in batch and in streaming mode, in one process and in two.
 * All of a script's blocks run one after the other on the thread of the test.
 */
package io.blink.testing.script;
