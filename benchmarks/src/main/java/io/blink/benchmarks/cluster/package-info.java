/**
 * The cluster on which Blink is measured: HDFS and YARN as processes of their own, the files of the tables on HDFS, a session on YARN. Called by
 * {@code engine} from the thread of the benchmark; everything blocks.
 */
package io.blink.benchmarks.cluster;
