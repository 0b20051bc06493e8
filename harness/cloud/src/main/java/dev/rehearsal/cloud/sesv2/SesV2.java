package dev.rehearsal.cloud.sesv2;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Page;
import dev.rehearsal.cloud.inbox.Mail;
import dev.rehearsal.cloud.ses.MailStore;
import dev.rehearsal.cloud.ses.MailTemplate;
import dev.rehearsal.cloud.ses.Mailer;
import dev.rehearsal.cloud.ses.Ses;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.AlreadyExistsException;
import software.amazon.awssdk.services.sesv2.model.BadRequestException;
import software.amazon.awssdk.services.sesv2.model.CreateConfigurationSetRequest;
import software.amazon.awssdk.services.sesv2.model.CreateConfigurationSetResponse;
import software.amazon.awssdk.services.sesv2.model.CreateEmailIdentityRequest;
import software.amazon.awssdk.services.sesv2.model.CreateEmailIdentityResponse;
import software.amazon.awssdk.services.sesv2.model.CreateEmailTemplateRequest;
import software.amazon.awssdk.services.sesv2.model.CreateEmailTemplateResponse;
import software.amazon.awssdk.services.sesv2.model.DeleteConfigurationSetRequest;
import software.amazon.awssdk.services.sesv2.model.DeleteConfigurationSetResponse;
import software.amazon.awssdk.services.sesv2.model.DeleteEmailIdentityRequest;
import software.amazon.awssdk.services.sesv2.model.DeleteEmailIdentityResponse;
import software.amazon.awssdk.services.sesv2.model.DeleteEmailTemplateRequest;
import software.amazon.awssdk.services.sesv2.model.DeleteEmailTemplateResponse;
import software.amazon.awssdk.services.sesv2.model.Destination;
import software.amazon.awssdk.services.sesv2.model.DkimAttributes;
import software.amazon.awssdk.services.sesv2.model.DkimStatus;
import software.amazon.awssdk.services.sesv2.model.EmailContent;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateMetadata;
import software.amazon.awssdk.services.sesv2.model.GetAccountRequest;
import software.amazon.awssdk.services.sesv2.model.GetAccountResponse;
import software.amazon.awssdk.services.sesv2.model.GetConfigurationSetRequest;
import software.amazon.awssdk.services.sesv2.model.GetConfigurationSetResponse;
import software.amazon.awssdk.services.sesv2.model.GetEmailIdentityRequest;
import software.amazon.awssdk.services.sesv2.model.GetEmailIdentityResponse;
import software.amazon.awssdk.services.sesv2.model.GetEmailTemplateRequest;
import software.amazon.awssdk.services.sesv2.model.GetEmailTemplateResponse;
import software.amazon.awssdk.services.sesv2.model.IdentityInfo;
import software.amazon.awssdk.services.sesv2.model.IdentityType;
import software.amazon.awssdk.services.sesv2.model.ListConfigurationSetsRequest;
import software.amazon.awssdk.services.sesv2.model.ListConfigurationSetsResponse;
import software.amazon.awssdk.services.sesv2.model.ListEmailIdentitiesRequest;
import software.amazon.awssdk.services.sesv2.model.ListEmailIdentitiesResponse;
import software.amazon.awssdk.services.sesv2.model.ListEmailTemplatesRequest;
import software.amazon.awssdk.services.sesv2.model.ListEmailTemplatesResponse;
import software.amazon.awssdk.services.sesv2.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.sesv2.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.sesv2.model.Message;
import software.amazon.awssdk.services.sesv2.model.MessageHeader;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import software.amazon.awssdk.services.sesv2.model.SendEmailResponse;
import software.amazon.awssdk.services.sesv2.model.Tag;
import software.amazon.awssdk.services.sesv2.model.TagResourceRequest;
import software.amazon.awssdk.services.sesv2.model.TagResourceResponse;
import software.amazon.awssdk.services.sesv2.model.Template;
import software.amazon.awssdk.services.sesv2.model.UntagResourceRequest;
import software.amazon.awssdk.services.sesv2.model.UntagResourceResponse;
import software.amazon.awssdk.services.sesv2.model.UpdateEmailTemplateRequest;
import software.amazon.awssdk.services.sesv2.model.UpdateEmailTemplateResponse;
import software.amazon.awssdk.services.sesv2.model.VerificationStatus;

/** Amazon SES, version 2 of its API: another door to the same identities and templates. */
public final class SesV2 implements SesV2Client {

  private static final int PAGE = 1_000;

  private final Surroundings aws;

  public SesV2(Surroundings aws) {
    this.aws = aws;
  }

  @Override
  public String serviceName() {
    return "ses";
  }

  @Override
  public CreateEmailIdentityResponse createEmailIdentity(CreateEmailIdentityRequest request) {
    String name = String.valueOf(request.emailIdentity());
    if (store().identity(name).isPresent()) {
      throw exists("Email identity " + name + " already exist.");
    }
    MailStore.Identity made = store().verify(name, map(request.tags()));
    return CreateEmailIdentityResponse.builder()
        .identityType(type(made))
        .verifiedForSendingStatus(true)
        .dkimAttributes(dkim(made))
        .build();
  }

  @Override
  public GetEmailIdentityResponse getEmailIdentity(GetEmailIdentityRequest request) {
    MailStore.Identity identity = identity(request.emailIdentity());
    return GetEmailIdentityResponse.builder()
        .identityType(type(identity))
        .feedbackForwardingStatus(true)
        .verifiedForSendingStatus(true)
        .verificationStatus(VerificationStatus.SUCCESS)
        .dkimAttributes(dkim(identity))
        .tags(list(identity.tags()))
        .build();
  }

  @Override
  public ListEmailIdentitiesResponse listEmailIdentities(ListEmailIdentitiesRequest request) {
    List<IdentityInfo> all =
        store().identities().stream()
            .map(
                each ->
                    IdentityInfo.builder()
                        .identityName(each.name())
                        .identityType(type(each))
                        .sendingEnabled(true)
                        .verificationStatus(VerificationStatus.SUCCESS)
                        .build())
            .toList();
    Page<IdentityInfo> page = page(all, request.nextToken(), request.pageSize());
    return ListEmailIdentitiesResponse.builder()
        .emailIdentities(page.items())
        .nextToken(page.next())
        .build();
  }

  @Override
  public DeleteEmailIdentityResponse deleteEmailIdentity(DeleteEmailIdentityRequest request) {
    boolean unused = store().deleteIdentity(identity(request.emailIdentity()).name());
    return DeleteEmailIdentityResponse.builder().build();
  }

  @Override
  public CreateEmailTemplateResponse createEmailTemplate(CreateEmailTemplateRequest request) {
    String name = String.valueOf(request.templateName());
    if (store().template(name).isPresent()) {
      throw exists("Template " + name + " already exists.");
    }
    boolean unused = store().putTemplate(checked(name, request.templateContent()));
    return CreateEmailTemplateResponse.builder().build();
  }

  @Override
  public UpdateEmailTemplateResponse updateEmailTemplate(UpdateEmailTemplateRequest request) {
    MailTemplate before = template(request.templateName());
    boolean unused = store().putTemplate(checked(before.name(), request.templateContent()));
    return UpdateEmailTemplateResponse.builder().build();
  }

  @Override
  public GetEmailTemplateResponse getEmailTemplate(GetEmailTemplateRequest request) {
    MailTemplate template = template(request.templateName());
    return GetEmailTemplateResponse.builder()
        .templateName(template.name())
        .templateContent(
            c -> c.subject(template.subject()).text(template.text()).html(template.html()))
        .build();
  }

  @Override
  public ListEmailTemplatesResponse listEmailTemplates(ListEmailTemplatesRequest request) {
    return ListEmailTemplatesResponse.builder()
        .templatesMetadata(
            store().templates().stream()
                .map(
                    each ->
                        EmailTemplateMetadata.builder()
                            .templateName(each.name())
                            .createdTimestamp(each.created())
                            .build())
                .toList())
        .build();
  }

  @Override
  public DeleteEmailTemplateResponse deleteEmailTemplate(DeleteEmailTemplateRequest request) {
    boolean unused = store().deleteTemplate(template(request.templateName()).name());
    return DeleteEmailTemplateResponse.builder().build();
  }

  @Override
  public SendEmailResponse sendEmail(SendEmailRequest request) {
    EmailContent content = request.content();
    if (content == null) {
      throw bad("Content is required.");
    }
    String id;
    if (content.simple() != null) {
      refuseAttachments(!content.simple().attachments().isEmpty());
      id = mailer().send(simple(request, content.simple()), request.configurationSetName());
    } else if (content.raw() != null) {
      id =
          mailer()
              .sendRaw(
                  content.raw().data().asByteArray(),
                  request.fromEmailAddress(),
                  recipients(request),
                  request.configurationSetName());
    } else if (content.template() != null) {
      refuseAttachments(!content.template().attachments().isEmpty());
      Template given = content.template();
      MailTemplate template =
          given.templateContent() == null
              ? template(given.templateName())
              : checked("inline", given.templateContent());
      id =
          mailer()
              .send(
                  envelope(request, "", null, null, given.headers()),
                  template,
                  given.templateData(),
                  request.configurationSetName());
    } else {
      throw bad("Content must have one of Simple, Raw and Template.");
    }
    return SendEmailResponse.builder().messageId(id).build();
  }

  @Override
  public GetAccountResponse getAccount(GetAccountRequest request) {
    return GetAccountResponse.builder()
        .enforcementStatus("HEALTHY")
        .productionAccessEnabled(true)
        .sendingEnabled(true)
        .sendQuota(
            q ->
                q.max24HourSend(50_000.0)
                    .maxSendRate(14.0)
                    .sentLast24Hours((double) mailer().sent()))
        .build();
  }

  @Override
  public CreateConfigurationSetResponse createConfigurationSet(
      CreateConfigurationSetRequest request) {
    String name = String.valueOf(request.configurationSetName());
    Map<String, String> tags = new ConcurrentSkipListMap<>(map(request.tags()));
    if (store().configurationSets().putIfAbsent(name, tags) != null) {
      throw exists("Configuration set " + name + " already exists.");
    }
    return CreateConfigurationSetResponse.builder().build();
  }

  @Override
  public GetConfigurationSetResponse getConfigurationSet(GetConfigurationSetRequest request) {
    String name = String.valueOf(request.configurationSetName());
    return GetConfigurationSetResponse.builder()
        .configurationSetName(name)
        .sendingOptions(o -> o.sendingEnabled(true))
        .tags(list(configurationSet(name)))
        .build();
  }

  @Override
  public ListConfigurationSetsResponse listConfigurationSets(ListConfigurationSetsRequest request) {
    Page<String> page =
        page(
            List.copyOf(store().configurationSets().keySet()),
            request.nextToken(),
            request.pageSize());
    return ListConfigurationSetsResponse.builder()
        .configurationSets(page.items())
        .nextToken(page.next())
        .build();
  }

  @Override
  public DeleteConfigurationSetResponse deleteConfigurationSet(
      DeleteConfigurationSetRequest request) {
    String name = String.valueOf(request.configurationSetName());
    configurationSet(name).clear();
    store().configurationSets().remove(name);
    return DeleteConfigurationSetResponse.builder().build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    tagsOf(request.resourceArn()).putAll(map(request.tags()));
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    tagsOf(request.resourceArn()).keySet().removeAll(request.tagKeys());
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder().tags(list(tagsOf(request.resourceArn()))).build();
  }

  @Override
  public void close() {}

  private Map<String, String> tagsOf(@Nullable String arn) {
    String resource = String.valueOf(arn).replaceFirst("^arn:[^/]*:", "");
    String name = resource.substring(resource.indexOf('/') + 1);
    return resource.startsWith("configuration-set/")
        ? configurationSet(name)
        : identity(name).tags();
  }

  private Map<String, String> configurationSet(String name) {
    Map<String, String> tags = store().configurationSets().get(name);
    if (tags == null) {
      throw notFound("Configuration set " + name + " does not exist.");
    }
    return tags;
  }

  private MailStore store() {
    return aws.peer(Ses.class, aws.region()).store();
  }

  private Mailer mailer() {
    return aws.peer(Ses.class, aws.region()).mailer();
  }

  private MailStore.Identity identity(@Nullable String name) {
    return store()
        .identity(String.valueOf(name))
        .orElseThrow(() -> notFound("Email identity " + name + " does not exist."));
  }

  private MailTemplate template(@Nullable String name) {
    return store()
        .template(String.valueOf(name))
        .orElseThrow(() -> notFound("Template " + name + " does not exist."));
  }

  private MailTemplate checked(String name, @Nullable EmailTemplateContent content) {
    if (content == null) {
      throw bad("TemplateContent is required.");
    }
    MailTemplate template =
        new MailTemplate(
            name, content.subject(), content.text(), content.html(), aws.clock().instant());
    if (template.unsupportedTag() != null) {
      throw bad("The embedded SES renders {{name}} only, not " + template.unsupportedTag() + ".");
    }
    return template;
  }

  private static Mail simple(SendEmailRequest request, Message message) {
    return envelope(
        request,
        message.subject() == null ? "" : message.subject().data(),
        message.body().text() == null ? null : message.body().text().data(),
        message.body().html() == null ? null : message.body().html().data(),
        message.headers());
  }

  private static Mail envelope(
      SendEmailRequest request,
      String subject,
      @Nullable String text,
      @Nullable String html,
      List<MessageHeader> headers) {
    Destination to =
        request.destination() == null ? Destination.builder().build() : request.destination();
    Map<String, String> more = new TreeMap<>();
    headers.forEach(header -> more.put(header.name(), header.value()));
    return new Mail(
        String.valueOf(request.fromEmailAddress()),
        to.toAddresses(),
        to.ccAddresses(),
        to.bccAddresses(),
        request.replyToAddresses(),
        subject,
        text,
        html,
        more);
  }

  private static List<String> recipients(SendEmailRequest request) {
    Destination to = request.destination();
    return to == null
        ? List.of()
        : Stream.of(to.toAddresses(), to.ccAddresses(), to.bccAddresses())
            .flatMap(List::stream)
            .toList();
  }

  private static void refuseAttachments(boolean present) {
    if (present) {
      throw bad("The embedded SES takes attachments in raw messages only.");
    }
  }

  private static DkimAttributes dkim(MailStore.Identity identity) {
    return DkimAttributes.builder()
        .signingEnabled(identity.isDomain())
        .status(identity.isDomain() ? DkimStatus.SUCCESS : DkimStatus.NOT_STARTED)
        .tokens(identity.isDomain() ? identity.dkimTokens() : List.of())
        .signingAttributesOrigin("AWS_SES")
        .build();
  }

  private static IdentityType type(MailStore.Identity identity) {
    return identity.isDomain() ? IdentityType.DOMAIN : IdentityType.EMAIL_ADDRESS;
  }

  private static Map<String, String> map(List<Tag> tags) {
    Map<String, String> map = new TreeMap<>();
    tags.forEach(tag -> map.put(tag.key(), tag.value()));
    return map;
  }

  private static List<Tag> list(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  private static <T> Page<T> page(List<T> all, @Nullable String token, @Nullable Integer size) {
    try {
      return Page.of(all, token, size == null || size == 0 ? PAGE : Math.min(PAGE, size));
    } catch (NumberFormatException broken) {
      throw bad("The token is not valid.");
    }
  }

  private static AwsServiceException notFound(String message) {
    return AwsError.of(NotFoundException.builder(), "NotFoundException", 404, message);
  }

  private static AwsServiceException exists(String message) {
    return AwsError.of(AlreadyExistsException.builder(), "AlreadyExistsException", 400, message);
  }

  private static AwsServiceException bad(String message) {
    return AwsError.of(BadRequestException.builder(), "BadRequestException", 400, message);
  }
}
