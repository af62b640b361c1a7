/** Hive tables on real HDFS and a real metastore, through the command line as a user types it. */
package io.blink.integration.hive;
