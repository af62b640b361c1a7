/**
 * SQL scripts run on the whole engine, parser to operators: as batches and, where they can be, as streams; in this process with every exchange by reference and again in
 * its wire form, and on two worker processes.
 */
package io.blink.integration.sql;
