package io.blink.client;

import io.blink.client.yarn.SessionFile;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.JobGraph;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.client.ResultStream;
import io.blink.scheduler.job.JobStatus;
import io.blink.scheduler.remote.RemoteJobClient;
import io.blink.yarn.ApplicationFiles;
import io.blink.yarn.YarnOptions;
import io.blink.yarn.deployment.YarnDeployment;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Finds engines in other processes. */
final class RemoteEngines {
    static final String ADDRESS = "rest.address";
    static final String SECRET_FILE = "blink.client.secret-file";

    private RemoteEngines() {}

    static JobClient connect(Configuration configuration, EngineOptions.Target target) {
        return target == EngineOptions.Target.YARN_SESSION ? yarn(configuration) : fixed(configuration);
    }

    private static JobClient yarn(Configuration configuration) {
        String id = configuration
                .optional(YarnOptions.APPLICATION_ID)
                .or(() -> new SessionFile(configuration).applicationId())
                .orElseThrow(() -> new BlinkException(
                        ClientErrorCode.INVALID_OPTION,
                        "No YARN session is known here: start one by bin/yarn-session.sh -d, or name it by -id."));
        YarnDeployment yarn = new YarnDeployment(configuration);
        try {
            String files = yarn.find(id).files();
            return new WithDeployment(yarn.jobClient(id), yarn, new ApplicationFiles(files).betweenJobs());
        } catch (RuntimeException e) {
            yarn.close();
            throw e;
        }
    }

    /** {@code rest.address=host:port} of a master and the file with its secret. */
    private static JobClient fixed(Configuration configuration) {
        String address = configuration.asMap().get(ADDRESS);
        String secret = configuration.asMap().get(SECRET_FILE);
        if (address == null || secret == null || address.indexOf(':') < 0) {
            throw new BlinkException(
                    ClientErrorCode.INVALID_OPTION,
                    "Target remote needs -D " + ADDRESS + "=HOST:PORT and -D " + SECRET_FILE + "=FILE.");
        }
        int colon = address.lastIndexOf(':');
        InetSocketAddress master = InetSocketAddress.createUnresolved(
                address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        return new RemoteJobClient(() -> master, ApplicationSecret.read(Path.of(secret)));
    }

    /** A client that closes what it found its master by. */
    private record WithDeployment(RemoteJobClient client, YarnDeployment yarn, String betweenJobs)
            implements JobClient {
        @Override
        public Optional<String> sharedFolder() {
            return Optional.of(betweenJobs);
        }

        @Override
        public String publish(String sha256, Path jar) {
            return client.publish(sha256, jar);
        }

        @Override
        public String submit(JobGraph graph) {
            return client.submit(graph);
        }

        @Override
        public JobStatus status(String jobId) {
            return client.status(jobId);
        }

        @Override
        public List<JobStatus> list() {
            return client.list();
        }

        @Override
        public void cancel(String jobId) {
            client.cancel(jobId);
        }

        @Override
        public String savepoint(String jobId, String parent) throws InterruptedException {
            return client.savepoint(jobId, parent);
        }

        @Override
        public String stop(String jobId, String parent, boolean drain) throws InterruptedException {
            return client.stop(jobId, parent, drain);
        }

        @Override
        public void disposeSavepoint(String directory) {
            client.disposeSavepoint(directory);
        }

        @Override
        public JobStatus await(String jobId) throws InterruptedException {
            return client.await(jobId);
        }

        @Override
        public JobStatus await(String jobId, Duration most) throws InterruptedException {
            return client.await(jobId, most);
        }

        @Override
        public ResultStream results(String jobId) {
            return client.results(jobId);
        }

        @Override
        public void close() {
            client.close();
            yarn.close();
        }
    }
}
