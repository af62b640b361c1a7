/** The archive that {@code dist} makes: what lies where, and that it runs. */
package io.blink.integration.archive;
