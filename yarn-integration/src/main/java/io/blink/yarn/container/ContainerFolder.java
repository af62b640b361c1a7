package io.blink.yarn.container;

import io.blink.yarn.ApplicationFiles;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.api.records.LocalResourceType;
import org.apache.hadoop.yarn.api.records.LocalResourceVisibility;
import org.apache.hadoop.yarn.api.records.URL;

/** What lies in the working folder of a container, besides what its process writes there. */
public final class ContainerFolder {
    /** Of the archive that a shipped folder is on the cluster. */
    public static final String FOLDER_ENDING = ".tar";

    private static final Set<String> OURS = Set.of(
            ApplicationFiles.LIBRARY_NAME,
            ApplicationFiles.SECRET_NAME,
            ApplicationFiles.SETTINGS_NAME,
            ApplicationFiles.HADOOP_SITE_NAME,
            ProgramFiles.LOADED_CLASSES_NAME);
    private static final Set<String> OF_YARN = Set.of(
            "tmp",
            "sysfs",
            "launch_container.sh",
            "container_tokens",
            "default_container_executor.sh",
            "default_container_executor_session.sh",
            "yarn_provided.keystore",
            "yarn_provided.truststore");

    private ContainerFolder() {}

    /** Whether a shipped file of that name would be in the way. */
    public static boolean hasItsOwn(String name) {
        return OURS.contains(name) || OF_YARN.contains(name);
    }

    /** What the user shipped, as it lies on the cluster; the same for every container, also those of later masters. */
    static Map<String, LocalResource> shipped(FileSystem fileSystem, ApplicationFiles files) throws IOException {
        Map<String, LocalResource> resources = new LinkedHashMap<>();
        for (FileStatus file : children(fileSystem, new Path(files.shippedFiles()))) {
            resources.put(
                    file.getPath().getName(),
                    resource(file, LocalResourceType.FILE, LocalResourceVisibility.APPLICATION));
        }
        for (FileStatus folder : children(fileSystem, new Path(files.shippedFolders()))) {
            String archive = folder.getPath().getName();
            resources.put(
                    archive.substring(0, archive.length() - FOLDER_ENDING.length()),
                    resource(folder, LocalResourceType.ARCHIVE, LocalResourceVisibility.APPLICATION));
        }
        return resources;
    }

    private static FileStatus[] children(FileSystem fileSystem, Path folder) throws IOException {
        return fileSystem.exists(folder) ? fileSystem.listStatus(folder) : new FileStatus[0];
    }

    static LocalResource resource(FileStatus status, LocalResourceType type, LocalResourceVisibility visibility) {
        return LocalResource.newInstance(
                URL.fromPath(status.getPath()), type, visibility, status.getLen(), status.getModificationTime());
    }
}
