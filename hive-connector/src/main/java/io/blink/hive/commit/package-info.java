/**
 * How written files become part of a Hive table, once and completely. Writers put files into a hidden staging folder of the table; the committer, on an
 * I/O thread of the job master, moves them to their places and tells the metastore.
 *
 * <p>Folders, below the table's location:
 *
 * <pre>
 * .blink-staging/JOB-OPERATOR/                 everything of one sink of one job
 *   term-N                                     marker: the job master of term N may commit
 *   data/TERM/SUBTASK-ATTEMPT/PARTITION/SEQ    what writers write
 *   intent-CHECKPOINT.json                     journal of a batch commit: from here on it only goes forward
 *   done-CHECKPOINT                            marker: that checkpoint is committed; of a stream also the partitions that wait until they are made known
 *   aside/                                     old files of an overwrite, deleted last
 * .blink-staging/JOB-to-merge/WRITER/TERM/SUBTASK-ATTEMPT/  what writers write whose files are merged before their commit
 * .blink-staging/finished-JOB-OPERATOR         marker that outlives the folder: this job's insert is done
 * .blink-staging/pending-JOB-OPERATOR          partitions that a stream left waiting when it ended; the next stream takes them over
 * .blink-staging/overwrite.lock                held by one overwrite from listing the old files to writing its intent
 * </pre>
 *
 * <p>What must stay true: nothing outside the staging folder changes before the intent is durable; every step after it can be repeated, by anyone, with the
 * same result; a file is only taken as moved when it is seen, with its length, in its place; the name of a written file says which job, checkpoint, task
 * and attempt wrote it and never repeats.
 */
package io.blink.hive.commit;
