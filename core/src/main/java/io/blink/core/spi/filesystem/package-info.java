/** Files behind one interface: local disks here, HDFS in {@code hadoop-filesystem}. Blocking calls, on I/O threads only. */
package io.blink.core.spi.filesystem;
