package io.blink.yarn.master;

import io.blink.core.error.BlinkException;
import io.blink.core.lifecycle.StrayMessages;
import io.blink.yarn.ApplicationFiles;
import io.blink.yarn.container.ProcessLaunch;
import io.blink.yarn.container.ProgramFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.yarn.api.ApplicationConstants;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ApplicationMaster's process. Ends with 0 when the application was ended, with 1 when this attempt cannot go on. */
public final class ApplicationMasterMain {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationMasterMain.class);

    private ApplicationMasterMain() {}

    public static void main(String[] arguments) {
        StrayMessages.toLog();
        System.exit(run());
    }

    private static int run() {
        try (ApplicationMaster master = new ApplicationMaster(
                Path.of("").toAbsolutePath(),
                new ApplicationFiles(environment(ProcessLaunch.FILES)),
                ProgramFiles.ofThisProcess(),
                ContainerId.fromString(environment(ApplicationConstants.Environment.CONTAINER_ID.name()))
                        .getApplicationAttemptId()
                        .getAttemptId(),
                environment(ApplicationConstants.Environment.NM_HOST.name()))) {
            master.start();
            return master.awaitEnd() ? 0 : 1;
        } catch (IOException | YarnException | BlinkException e) {
            LOG.error("The ApplicationMaster cannot go on", e);
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static String environment(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(
                    "the environment lacks " + name + ": this program is started by YARN alone");
        }
        return value;
    }
}
