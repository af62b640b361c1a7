/** HDFS, and whatever else Hadoop's client reaches, behind core's file-system SPI. Calls block; safe on several I/O threads. */
package io.blink.hadoop;
