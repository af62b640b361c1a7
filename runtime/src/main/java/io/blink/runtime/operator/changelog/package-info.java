/** The ends of changelogs: rows that remain of one, and kinds of rows as a column. All on the operator's task thread. */
package io.blink.runtime.operator.changelog;
