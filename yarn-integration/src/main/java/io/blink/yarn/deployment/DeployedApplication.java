package io.blink.yarn.deployment;

/** A running application as clients see it. @param port for clients @param files its folder */
public record DeployedApplication(String id, String host, int port, String files, String trackingUrl) {}
