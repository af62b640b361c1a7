/**
 * The clusters on which Blink is measured: HDFS and YARN as processes of their own, the files of the tables on HDFS, a session on YARN; or a master in this process with
 * workers in their own. Called by {@code engine}, {@code chaos} and the integration tests from one thread; everything blocks.
 */
package io.blink.benchmarks.cluster;
