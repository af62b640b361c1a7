package io.blink.benchmarks.cluster;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import io.blink.testing.cluster.HadoopCluster;
import io.blink.testing.cluster.HadoopClusterOptions;
import io.blink.testing.process.JavaHome;
import io.blink.testing.process.LeftoverProcesses;
import io.blink.testing.process.Lifetime;
import io.blink.testing.process.ServerClasses;
import io.blink.testing.process.ServerCommand;
import io.blink.testing.process.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * HDFS, and YARN with a node for each worker, in a folder of their own; they end with this process. Files that were copied to HDFS are still there when a cluster
 * starts again in the same folder.
 */
public final class BenchCluster implements AutoCloseable {
    private static final String ROOT = "/bench";
    private static final Duration COPY_TIMEOUT = Duration.ofMinutes(30);
    /** What the ApplicationMaster takes on one of the nodes. */
    public static final int MASTER_MEGABYTES = 1024;

    private final HadoopCluster hadoop;

    private BenchCluster(HadoopCluster hadoop) {
        this.hadoop = hadoop;
    }

    /** @param workerMegabytes of the containers of {@code workers} workers */
    public static BenchCluster start(Path folder, int workers, int workerMegabytes) {
        HadoopCluster hadoop = new HadoopCluster(
                HadoopClusterOptions.in(folder).withNodes(workers, workerMegabytes + MASTER_MEGABYTES, 2));
        hadoop.launch();
        hadoop.awaitReady();
        return new BenchCluster(hadoop);
    }

    /** The folder for {@code HADOOP_CONF_DIR}. */
    public Path configuration() {
        return hadoop.configurationFolder();
    }

    /** Where {@link #copy} puts a local folder. */
    public String location(Path folder) {
        return hadoop.fileSystem() + path(folder);
    }

    private static String path(Path folder) {
        return ROOT + "/" + folder.getFileName();
    }

    /** Copies a folder with all that is in it, unless a whole copy is there. */
    public void copy(Path folder) {
        if (shell("-test", "-d", path(folder)) == 0) {
            return;
        }
        String unfinished = path(folder) + ".unfinished";
        require(folder, shell("-rm", "-r", "-f", unfinished));
        require(folder, shell("-mkdir", "-p", ROOT));
        require(folder, shell("-put", folder.toAbsolutePath().toString(), unfinished));
        require(folder, shell("-mv", unfinished, path(folder)));
    }

    private void require(Path folder, int status) {
        if (status != 0) {
            throw new BlinkException(
                    BenchErrorCode.FILE_ACCESS,
                    folder + " cannot be copied to HDFS; see "
                            + hadoop.options().folder().resolve("logs/fs-shell.log"));
        }
    }

    /** Exit status of {@code hadoop fs} with these words. */
    private int shell(String... words) {
        List<Path> classPath = new ArrayList<>(ServerClasses.jars("hadoop"));
        classPath.add(configuration());
        ServerCommand command = new ServerCommand(
                "fs-shell",
                hadoop.options().folder(),
                JavaHome.forServers(),
                classPath,
                "org.apache.hadoop.fs.FsShell",
                List.of(words),
                List.of("-Xmx256m", "-XX:+UseSerialGC"),
                Map.of("HADOOP_CONF_DIR", configuration().toString()),
                Lifetime.ATTACHED);
        ServerProcess shell = new ServerProcess(command, () -> true);
        shell.start();
        return shell.awaitExit(COPY_TIMEOUT);
    }

    /** What runs in YARN's containers. */
    public List<ProcessHandle> containers() {
        return LeftoverProcesses.workingBelow(hadoop.options().folder().resolve("data"));
    }

    @Override
    public void close() {
        hadoop.close();
    }
}
