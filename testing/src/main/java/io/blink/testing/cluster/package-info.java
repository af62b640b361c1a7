/**
 * A small real cluster on one machine: HDFS, YARN and Hive metastores, each daemon a process of its own below one folder
 * ({@code conf}, {@code logs}, {@code run}, {@code data}). Tests start it attached through {@link io.blink.testing.cluster.HadoopCluster}
 * and {@link io.blink.testing.cluster.HiveMetastore}; the quickstart starts it detached through
 * {@link io.blink.testing.cluster.ClusterCommand}. Settings differ from Hadoop's defaults in sizes, ports, intervals and the disk checker
 * alone, so that what works here works on a cluster; the checks of virtual and physical memory stay on.
 */
package io.blink.testing.cluster;
