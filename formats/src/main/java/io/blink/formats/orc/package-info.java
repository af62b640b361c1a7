/** ORC on orc-core's readers and writers; vectors become columns. Used by one thread at a time; blocks. */
package io.blink.formats.orc;
