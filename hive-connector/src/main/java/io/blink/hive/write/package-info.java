/**
 * Writing Hive tables: {@code HiveTableSink} checks and fixes an INSERT while planning, {@code HiveTableWriter} writes the rows of one task into the
 * staging folder. Making the files visible is the business of {@code io.blink.hive.commit}.
 */
package io.blink.hive.write;
