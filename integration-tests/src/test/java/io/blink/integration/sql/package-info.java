/** SQL scripts run on the whole engine: parser to operators, with every exchange by reference and again in its wire form. */
package io.blink.integration.sql;
