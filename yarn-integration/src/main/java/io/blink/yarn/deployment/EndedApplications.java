package io.blink.yarn.deployment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of applications that could not remove them themselves, because YARN ended them ({@code yarn application -kill}). Removed when the next application is started.
 * What YARN does not know (any more) stays: it may belong to another cluster on the same file system.
 */
final class EndedApplications {
    private static final Logger LOG = LoggerFactory.getLogger(EndedApplications.class);
    private static final String PREFIX = "application_";
    /** Looked at for one start; the rest waits for the next. */
    private static final int LOOKED_AT_MAX = 50;

    private final YarnClient client;
    private final FileSystem fileSystem;
    private final Path staging;

    EndedApplications(YarnClient client, FileSystem fileSystem, Path staging) {
        this.client = client;
        this.fileSystem = fileSystem;
        this.staging = staging;
    }

    /** A failure is logged: nobody's start depends on it. */
    void removeFiles() {
        try {
            for (Path folder : folders()) {
                if (hasEnded(folder.getName())) {
                    fileSystem.delete(folder, true);
                    LOG.info("Removed {}: its application has ended", folder);
                }
            }
        } catch (IOException | YarnException e) {
            LOG.warn("Files of ended applications below {} stay", staging, e);
        }
    }

    private List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>();
        for (FileStatus status : fileSystem.listStatus(staging)) {
            if (status.isDirectory()
                    && status.getPath().getName().startsWith(PREFIX)
                    && folders.size() < LOOKED_AT_MAX) {
                folders.add(status.getPath());
            }
        }
        return folders;
    }

    private boolean hasEnded(String id) throws IOException, YarnException {
        try {
            YarnApplicationState state =
                    client.getApplicationReport(ApplicationId.fromString(id)).getYarnApplicationState();
            return YarnDeployment.isOver(state);
        } catch (ApplicationNotFoundException | IllegalArgumentException e) {
            LOG.debug("YARN does not know {}", id, e);
            return false;
        }
    }
}
