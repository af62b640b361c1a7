/** The ApplicationMaster's process: dispatcher, ports for workers and clients, and YARN. */
package io.blink.yarn.master;
