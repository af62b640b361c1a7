/** Rows on local disk: checksummed frames in files that belong to a task. Blocking calls, on I/O threads only. */
package io.blink.runtime.spill;
