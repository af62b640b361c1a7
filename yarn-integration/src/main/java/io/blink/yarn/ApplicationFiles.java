package io.blink.yarn;

/**
 * The files of one application, below {@code <staging>/<application id>}, readable by its user alone.
 *
 * @param root without a slash at the end
 */
public record ApplicationFiles(String root) {
    /** Names of the files that containers find in their working folder. */
    public static final String SECRET_NAME = "blink.secret";

    public static final String SETTINGS_NAME = "blink-settings.json";
    public static final String LIBRARY_NAME = "blink";
    public static final String HADOOP_SITE_NAME = "blink-hadoop-site.xml";

    public String secret() {
        return root + "/" + SECRET_NAME;
    }

    public String settings() {
        return root + "/" + SETTINGS_NAME;
    }

    public String hadoopSite() {
        return root + "/" + HADOOP_SITE_NAME;
    }

    /** Of the user's files that go to every container, each by its name. */
    public String shippedFiles() {
        return root + "/shipped/files";
    }

    /** Of the user's folders that go to every container, each as an archive. */
    public String shippedFolders() {
        return root + "/shipped/folders";
    }

    /** Where workers find the current master. */
    public String masterAddresses() {
        return root + "/master-addresses";
    }

    /** What statements keep between their jobs; each deletes its own. */
    public String betweenJobs() {
        return root + "/between-jobs";
    }

    /** Of the job master: plans, finished stages, checkpoints. */
    public String masterStore() {
        return root + "/master";
    }
}
