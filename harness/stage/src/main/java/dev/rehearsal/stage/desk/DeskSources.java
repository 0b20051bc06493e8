package dev.rehearsal.stage.desk;

import dev.rehearsal.cloud.inbox.Inbox;
import dev.rehearsal.gateway.Ledger;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/**
 * Where the desk reads what it shows, anew for each page.
 *
 * @param outputs Terraform's outputs
 * @param resources what Terraform's state holds
 * @param logs a client whose calls are no hops, or looking at logs would write the ledger
 */
public record DeskSources(
    DeskFacts facts,
    Supplier<Map<String, String>> outputs,
    Supplier<StateResources> resources,
    Inbox inbox,
    Ledger ledger,
    CloudWatchLogsClient logs) {}
