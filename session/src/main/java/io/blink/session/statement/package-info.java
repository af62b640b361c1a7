/** One class for each family of statements. Called by the session on its thread; may block on catalogs and on the cluster. */
package io.blink.session.statement;
