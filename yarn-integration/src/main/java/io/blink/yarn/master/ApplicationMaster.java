package io.blink.yarn.master;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.lifecycle.DaemonThreads;
import io.blink.core.lifecycle.Resources;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.plugin.Plugins;
import io.blink.hadoop.HadoopFileSystem;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.runtime.control.ControlServer;
import io.blink.runtime.control.MasterAddressFolder;
import io.blink.runtime.exchange.PartitionRegistry;
import io.blink.runtime.transport.PartitionClient;
import io.blink.runtime.transport.Transport;
import io.blink.runtime.transport.TransportOptions;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.actor.ThreadedActorLoop;
import io.blink.scheduler.cluster.Dispatcher;
import io.blink.scheduler.remote.JobServer;
import io.blink.scheduler.store.MasterStore;
import io.blink.yarn.ApplicationFiles;
import io.blink.yarn.YarnOptions;
import io.blink.yarn.container.ProcessLaunch;
import io.blink.yarn.container.ProgramFiles;
import io.blink.yarn.container.WorkerContainers;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt of the master: its parts wired together. The attempt's number is the term. */
final class ApplicationMaster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationMaster.class);

    private final ApplicationFiles files;
    private final String host;
    private final int term;
    private final Configuration configuration;
    private final org.apache.hadoop.conf.Configuration hadoop;
    private final FileSystem fileSystem;
    private final ApplicationSecret secret;
    private final ProgramFiles program;
    private final Resources resources = new Resources("the master");
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private WorkerContainers containers;

    /** @param orderly whether the application is over; else another attempt may go on */
    private record End(boolean orderly, String reason) {}

    /** @param folder the container's working folder @param term YARN's number of this attempt */
    ApplicationMaster(java.nio.file.Path folder, ApplicationFiles files, ProgramFiles program, int term, String host)
            throws IOException {
        this.files = files;
        this.host = host;
        this.term = term;
        this.program = program;
        this.hadoop = new org.apache.hadoop.conf.Configuration();
        hadoop.addResource(
                new Path(folder.resolve(ApplicationFiles.HADOOP_SITE_NAME).toUri()));
        this.configuration = forAttempts(
                PlanJson.read(Files.readString(folder.resolve(ApplicationFiles.SETTINGS_NAME)), Configuration.class),
                hadoop);
        this.secret = ApplicationSecret.read(folder.resolve(ApplicationFiles.SECRET_NAME));
        this.fileSystem = new Path(files.root()).getFileSystem(hadoop);
    }

    /** Where the second attempt may be the last one, a job that has ended the first is not run there. */
    private static Configuration forAttempts(Configuration settings, org.apache.hadoop.conf.Configuration hadoop) {
        int cluster = hadoop.getInt(
                YarnConfiguration.GLOBAL_RM_AM_MAX_ATTEMPTS,
                hadoop.getInt(YarnConfiguration.RM_AM_MAX_ATTEMPTS, YarnConfiguration.DEFAULT_RM_AM_MAX_ATTEMPTS));
        boolean few = Math.min(cluster, settings.get(YarnOptions.ATTEMPTS)) <= 2;
        return few && !settings.contains(SchedulerOptions.MASTERS_ENDED_BY_JOB)
                ? settings.with(SchedulerOptions.MASTERS_ENDED_BY_JOB.key(), "1")
                : settings;
    }

    void start() throws IOException, YarnException {
        ExecutorService io = Executors.newCachedThreadPool(new DaemonThreads("master-io"));
        resources.add(io::shutdownNow);
        ThreadedActorLoop loop = new ThreadedActorLoop("master", this::turnFailed);
        resources.add(loop);
        Plugins plugins = Plugins.ofProcess(ApplicationMaster.class.getClassLoader());
        FileSystems fileSystems = FileSystems.load(plugins, configuration);
        Connectors connectors = Connectors.load(plugins, fileSystems);
        resources.add(connectors);
        containers = new WorkerContainers(
                configuration,
                hadoop,
                loop,
                io,
                new ProcessLaunch(fileSystem, files, program),
                files,
                failure -> end.complete(new End(false, failure.getMessage())));
        MasterStore store = new MasterStore(new HadoopFileSystem(hadoop), files.masterStore(), term);
        Dispatcher dispatcher = new Dispatcher(
                term,
                configuration,
                loop,
                io,
                store,
                connectors,
                containers,
                problem -> end.complete(new End(false, problem.getMessage())));
        resources.add(dispatcher::stop);
        ControlServer workers = new ControlServer(0, secret, dispatcher);
        resources.add(workers);
        JobServer clients = jobServer(dispatcher, io);
        resources.add(clients);
        containers.start(dispatcher, host, workers.port(), clients.port(), "");
        resources.add(containers);
        new MasterAddressFolder(new HadoopFileSystem(hadoop), files.masterAddresses())
                .publish(term, host, workers.port());
        dispatcher.start();
        LOG.info(
                "Master of term {} at {}: workers at port {}, clients at port {}",
                term,
                host,
                workers.port(),
                clients.port());
    }

    /** What the containers' turns left is half done: the next attempt begins from what is on record. */
    private void turnFailed(Throwable failure) {
        LOG.error("A turn of the master failed", failure);
        end.complete(new End(false, "a turn of the master failed: " + failure));
    }

    private JobServer jobServer(Dispatcher dispatcher, ExecutorService io) {
        Transport transport = Transport.consumer(configuration, secret, host);
        resources.add(transport);
        PartitionRegistry none = new PartitionRegistry(
                configuration.get(TransportOptions.CHANNEL_BYTES).bytes());
        PartitionClient partitions = new PartitionClient("", none, transport.remote(), io, false);
        resources.add(partitions);
        return new JobServer(0, secret, dispatcher, partitions, io, reason -> end.complete(new End(true, reason)));
    }

    /** @return whether the application was ended; else this attempt alone is over */
    boolean awaitEnd() throws InterruptedException, IOException, YarnException {
        try {
            End reached = end.get();
            LOG.info("The master ends: {}", reached.reason());
            if (reached.orderly()) {
                containers.unregister(FinalApplicationStatus.SUCCEEDED, reached.reason());
                fileSystem.delete(new Path(files.root()), true);
            }
            return reached.orderly();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        try {
            resources.close();
        } catch (BlinkException e) {
            LOG.warn("The master ends with parts left over", e);
        }
    }
}
