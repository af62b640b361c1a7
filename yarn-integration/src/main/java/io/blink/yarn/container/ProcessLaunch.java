package io.blink.yarn.container;

import io.blink.core.spi.plugin.Plugins;
import io.blink.yarn.ApplicationFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.ApplicationConstants;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.api.records.LocalResourceType;
import org.apache.hadoop.yarn.api.records.LocalResourceVisibility;

/** The launch context of a process of ours: the same files, class path and flags for master and workers. */
public final class ProcessLaunch {
    /** Name of the environment variable that holds {@link ApplicationFiles#root}. */
    public static final String FILES = "BLINK_APPLICATION_FILES";

    private final FileSystem fileSystem;
    private final ApplicationFiles files;
    private final ProgramFiles program;
    private final Map<String, LocalResource> shipped;

    /** Reads what the application's folder holds for containers, so it has to be complete. */
    public ProcessLaunch(FileSystem fileSystem, ApplicationFiles files, ProgramFiles program) throws IOException {
        this.fileSystem = fileSystem;
        this.files = files;
        this.program = program;
        this.shipped = ContainerFolder.shipped(fileSystem, files);
    }

    /** @param jvmFlags of the container's size and kind @param arguments behind the main class, quoted where they need it */
    public ContainerLaunchContext context(
            String mainClass, List<String> arguments, List<String> jvmFlags, String logName) throws IOException {
        return ContainerLaunchContext.newInstance(
                localResources(),
                environment(),
                List.of(command(mainClass, arguments, jvmFlags, logName)),
                null,
                null,
                null);
    }

    private Map<String, LocalResource> localResources() throws IOException {
        Map<String, LocalResource> resources = new LinkedHashMap<>(shipped);
        resources.put(
                ApplicationFiles.LIBRARY_NAME,
                resource(program.library(), LocalResourceType.ARCHIVE, LocalResourceVisibility.PRIVATE));
        if (program.loadedClasses().isPresent()) {
            resources.put(
                    ProgramFiles.LOADED_CLASSES_NAME,
                    resource(program.loadedClasses().get(), LocalResourceType.FILE, LocalResourceVisibility.PRIVATE));
        }
        add(resources, ApplicationFiles.SECRET_NAME, files.secret());
        add(resources, ApplicationFiles.SETTINGS_NAME, files.settings());
        add(resources, ApplicationFiles.HADOOP_SITE_NAME, files.hadoopSite());
        return resources;
    }

    private void add(Map<String, LocalResource> resources, String name, String path) throws IOException {
        resources.put(name, resource(new Path(path), LocalResourceType.FILE, LocalResourceVisibility.APPLICATION));
    }

    private LocalResource resource(Path path, LocalResourceType type, LocalResourceVisibility visibility)
            throws IOException {
        return ContainerFolder.resource(fileSystem.getFileStatus(path), type, visibility);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(program.environment());
        environment.put(FILES, files.root());
        environment.put("MALLOC_ARENA_MAX", "2");
        return environment;
    }

    private String command(String mainClass, List<String> arguments, List<String> jvmFlags, String logName) {
        String log = ApplicationConstants.LOG_DIR_EXPANSION_VAR + "/" + logName;
        String folder = ApplicationFiles.LIBRARY_NAME;
        List<String> words = new ArrayList<>();
        words.add("$JAVA_HOME/bin/java");
        words.addAll(jvmFlags);
        words.addAll(program.jvmFlags());
        // Goes with the container; native libraries unpacked there outlive a killed process elsewhere.
        words.add("-Djava.io.tmpdir=$PWD/tmp");
        words.add("-Dlog4j2.configurationFile=" + folder + "/conf/log4j2-container.properties");
        words.add("-Dblink.log.file=" + log + ".log");
        words.add("-D" + Plugins.FOLDER_PROPERTY + "=" + folder + "/plugins");
        words.add("-cp");
        words.add("'" + program.classPath() + "'");
        words.add(mainClass);
        words.addAll(arguments);
        words.add("1>" + log + ".out");
        words.add("2>" + log + ".err");
        return String.join(" ", words);
    }
}
