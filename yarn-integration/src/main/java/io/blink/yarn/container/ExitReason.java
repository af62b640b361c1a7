package io.blink.yarn.container;

import org.apache.hadoop.yarn.api.records.ContainerExitStatus;
import org.apache.hadoop.yarn.api.records.ContainerStatus;

/** Why a container ended, in words that say what to do. */
final class ExitReason {
    private ExitReason() {}

    static String of(ContainerStatus status) {
        String what =
                switch (status.getExitStatus()) {
                    case ContainerExitStatus.SUCCESS -> "its worker ended";
                    case ContainerExitStatus.ABORTED -> "it was released, or its node is lost";
                    case ContainerExitStatus.DISKS_FAILED -> "the disks of its node failed";
                    case ContainerExitStatus.PREEMPTED -> "YARN took it for another queue";
                    case ContainerExitStatus.KILLED_EXCEEDED_VMEM ->
                        "it reserved more virtual memory than YARN allows; raise 'taskmanager.memory.process.size'";
                    case ContainerExitStatus.KILLED_EXCEEDED_PMEM ->
                        "it used more memory than it asked for; raise 'taskmanager.memory.process.size'";
                    case ContainerExitStatus.KILLED_BY_APPMASTER, ContainerExitStatus.KILLED_AFTER_APP_COMPLETION ->
                        "the ApplicationMaster ended it";
                    case ContainerExitStatus.KILLED_BY_RESOURCEMANAGER -> "the ResourceManager ended it";
                    case 137 -> "its process was killed (SIGKILL)";
                    case 143 -> "its process was told to end (SIGTERM)";
                    default -> "its process ended with code " + status.getExitStatus();
                };
        String diagnostics =
                status.getDiagnostics() == null ? "" : status.getDiagnostics().strip();
        return "container " + status.getContainerId() + ": " + what
                + (diagnostics.isEmpty() ? "" : " (" + lastLine(diagnostics) + ")");
    }

    private static String lastLine(String text) {
        return text.substring(text.lastIndexOf('\n') + 1).strip();
    }
}
