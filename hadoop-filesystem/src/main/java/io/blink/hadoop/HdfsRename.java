package io.blink.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/** HDFS's own rename that never replaces anything: one call of the NameNode, which looks and moves under one lock. */
final class HdfsRename {
    private HdfsRename() {}

    /** @return false if the source is missing or the target exists */
    static boolean move(DistributedFileSystem hdfs, Path source, Path target) throws IOException {
        try {
            hdfs.rename(source, target, Options.Rename.NONE);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (FileNotFoundException e) {
            return moveIntoNewFolder(hdfs, source, target);
        }
    }

    /** What is missing is either the source or the target's folder. */
    private static boolean moveIntoNewFolder(DistributedFileSystem hdfs, Path source, Path target) throws IOException {
        if (!hdfs.exists(source)) {
            return false;
        }
        hdfs.mkdirs(target.getParent());
        try {
            hdfs.rename(source, target, Options.Rename.NONE);
            return true;
        } catch (FileAlreadyExistsException | FileNotFoundException e) {
            return false;
        }
    }
}
