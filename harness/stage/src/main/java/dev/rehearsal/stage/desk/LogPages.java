package dev.rehearsal.stage.desk;

import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.gateway.Masks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Log groups, and the last lines of one. */
final class LogPages {

  private static final int LINES = 300;

  private final CloudWatchLogsClient logs;
  private final Layout layout;

  LogPages(CloudWatchLogsClient logs, Layout layout) {
    this.logs = logs;
    this.layout = layout;
  }

  HttpResponse page(Query query) {
    String group = query.find("group").orElse("");
    return layout.page(
        200,
        group.isEmpty() ? "Logs" : group,
        "/logs",
        body -> {
          if (group.isEmpty()) {
            groups(body);
          } else {
            lines(body, group);
          }
        });
  }

  private void groups(Html body) {
    List<LogGroup> groups = new ArrayList<>();
    logs.describeLogGroupsPaginator().logGroups().forEach(groups::add);
    body.leaf("h1", "Logs");
    if (groups.isEmpty()) {
      body.leaf("p", "There are no log groups.", "class", "faint");
      return;
    }
    body.in(
        "ol",
        list -> {
          for (LogGroup group : groups) {
            String name = group.logGroupName();
            long bytes = group.storedBytes() == null ? 0 : group.storedBytes();
            list.in(
                "li",
                item ->
                    item.in(
                        "a",
                        link -> {
                          link.leaf("code", name, "class", "words");
                          link.leaf("span", bytes == 0 ? "" : size(bytes), "class", "faint");
                        },
                        "href",
                        "/logs?group=" + encoded(name)));
          }
        },
        "class",
        "messages");
  }

  private static String size(long bytes) {
    return bytes < 1024 ? bytes + " B" : bytes / 1024 + " KB";
  }

  private static String encoded(String name) {
    return java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8);
  }

  private void lines(Html body, String group) {
    body.in("p", back -> back.leaf("a", "← Logs", "href", "/logs"));
    body.leaf("h1", group);
    List<FilteredLogEvent> last = new ArrayList<>();
    try {
      logs.filterLogEventsPaginator(request -> request.logGroupName(group))
          .events()
          .forEach(last::add);
    } catch (ResourceNotFoundException gone) {
      body.leaf("p", "There is no such log group.", "class", "faint");
      return;
    }
    last.sort(Comparator.comparing(FilteredLogEvent::timestamp));
    int from = Math.max(0, last.size() - LINES);
    if (last.isEmpty()) {
      body.leaf("p", "Nothing has been written yet.", "class", "faint");
      return;
    }
    String which = from == 0 ? "All " + last.size() : "The last " + LINES + " of " + last.size();
    body.leaf("p", which + " lines, newest last. Reload for more.", "class", "faint");
    body.in(
        "ol",
        list -> {
          for (FilteredLogEvent event : last.subList(from, last.size())) {
            String message = Masks.body(event.message()).stripTrailing();
            boolean bad = message.contains("ERROR") || message.contains("Exception");
            String time = Instant.ofEpochMilli(event.timestamp()).toString();
            list.in(
                "li",
                line -> {
                  line.leaf("time", time, "datetime", time, "data-show", "clock");
                  line.leaf("pre", message);
                },
                "class",
                bad ? "bad" : "");
          }
        },
        "class",
        "lines");
  }
}
