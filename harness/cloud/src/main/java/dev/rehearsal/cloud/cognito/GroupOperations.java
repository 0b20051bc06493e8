package dev.rehearsal.cloud.cognito;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Page;
import dev.rehearsal.cloud.call.Shapes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminAddUserToGroupRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminAddUserToGroupResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminListGroupsForUserRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminListGroupsForUserResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminRemoveUserFromGroupRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminRemoveUserFromGroupResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CreateGroupRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CreateGroupResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CreateResourceServerRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CreateResourceServerResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeleteGroupRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeleteGroupResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeleteResourceServerRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeleteResourceServerResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DescribeResourceServerRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DescribeResourceServerResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.GetGroupRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.GetGroupResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.GroupExistsException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.GroupType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ListGroupsRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ListGroupsResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ListResourceServersRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ListResourceServersResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ListUsersInGroupRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ListUsersInGroupResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResourceServerType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UpdateGroupRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UpdateGroupResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UpdateResourceServerRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UpdateResourceServerResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserType;

/** Groups and resource servers. */
abstract class GroupOperations extends DomainOperations {

  GroupOperations(Surroundings aws) {
    super(aws);
  }

  @Override
  public CreateGroupResponse createGroup(CreateGroupRequest request) {
    Pool pool = pool(request.userPoolId());
    Instant now = aws.clock().instant();
    GroupType group =
        Shapes.copy(request, GroupType.builder()).creationDate(now).lastModifiedDate(now).build();
    synchronized (pool) {
      if (pool.groups.putIfAbsent(group.groupName(), group) != null) {
        throw AwsError.of(
            GroupExistsException.builder(),
            "GroupExistsException",
            400,
            "A group with the name already exists.");
      }
    }
    return CreateGroupResponse.builder().group(group).build();
  }

  @Override
  public GetGroupResponse getGroup(GetGroupRequest request) {
    return GetGroupResponse.builder()
        .group(pool(request.userPoolId()).group(request.groupName()))
        .build();
  }

  @Override
  public UpdateGroupResponse updateGroup(UpdateGroupRequest request) {
    Pool pool = pool(request.userPoolId());
    GroupType group =
        Shapes.copy(request, pool.group(request.groupName()).toBuilder())
            .lastModifiedDate(aws.clock().instant())
            .build();
    synchronized (pool) {
      pool.groups.put(group.groupName(), group);
    }
    return UpdateGroupResponse.builder().group(group).build();
  }

  @Override
  public DeleteGroupResponse deleteGroup(DeleteGroupRequest request) {
    Pool pool = pool(request.userPoolId());
    pool.group(request.groupName());
    synchronized (pool) {
      pool.groups.remove(request.groupName());
      pool.users.values().forEach(user -> user.groups.remove(request.groupName()));
    }
    return DeleteGroupResponse.builder().build();
  }

  @Override
  public ListGroupsResponse listGroups(ListGroupsRequest request) {
    Pool pool = pool(request.userPoolId());
    synchronized (pool) {
      Page<GroupType> page =
          page(List.copyOf(pool.groups.values()), request.nextToken(), request.limit());
      return ListGroupsResponse.builder().groups(page.items()).nextToken(page.next()).build();
    }
  }

  @Override
  public AdminAddUserToGroupResponse adminAddUserToGroup(AdminAddUserToGroupRequest request) {
    Pool pool = pool(request.userPoolId());
    pool.group(request.groupName());
    User user = pool.user(request.username());
    synchronized (pool) {
      user.groups.add(request.groupName());
    }
    return AdminAddUserToGroupResponse.builder().build();
  }

  @Override
  public AdminRemoveUserFromGroupResponse adminRemoveUserFromGroup(
      AdminRemoveUserFromGroupRequest request) {
    Pool pool = pool(request.userPoolId());
    pool.group(request.groupName());
    User user = pool.user(request.username());
    synchronized (pool) {
      user.groups.remove(request.groupName());
    }
    return AdminRemoveUserFromGroupResponse.builder().build();
  }

  @Override
  public AdminListGroupsForUserResponse adminListGroupsForUser(
      AdminListGroupsForUserRequest request) {
    Pool pool = pool(request.userPoolId());
    User user = pool.user(request.username());
    synchronized (pool) {
      Page<GroupType> page =
          page(
              user.groups.stream().map(pool::group).toList(), request.nextToken(), request.limit());
      return AdminListGroupsForUserResponse.builder()
          .groups(page.items())
          .nextToken(page.next())
          .build();
    }
  }

  @Override
  public ListUsersInGroupResponse listUsersInGroup(ListUsersInGroupRequest request) {
    Pool pool = pool(request.userPoolId());
    pool.group(request.groupName());
    synchronized (pool) {
      Page<UserType> page =
          page(
              pool.users.values().stream()
                  .filter(user -> user.groups.contains(request.groupName()))
                  .map(User::describe)
                  .toList(),
              request.nextToken(),
              request.limit());
      return ListUsersInGroupResponse.builder().users(page.items()).nextToken(page.next()).build();
    }
  }

  @Override
  public CreateResourceServerResponse createResourceServer(CreateResourceServerRequest request) {
    Pool pool = pool(request.userPoolId());
    ResourceServerType server = Shapes.copy(request, ResourceServerType.builder()).build();
    synchronized (pool) {
      if (pool.resourceServers.putIfAbsent(server.identifier(), server) != null) {
        throw CognitoErrors.invalid(
            server.identifier() + " already exists in user pool " + request.userPoolId() + ".");
      }
    }
    return CreateResourceServerResponse.builder().resourceServer(server).build();
  }

  @Override
  public DescribeResourceServerResponse describeResourceServer(
      DescribeResourceServerRequest request) {
    return DescribeResourceServerResponse.builder()
        .resourceServer(server(pool(request.userPoolId()), request.identifier()))
        .build();
  }

  @Override
  public UpdateResourceServerResponse updateResourceServer(UpdateResourceServerRequest request) {
    Pool pool = pool(request.userPoolId());
    ResourceServerType server =
        Shapes.copy(request, server(pool, request.identifier()).toBuilder()).build();
    synchronized (pool) {
      pool.resourceServers.put(server.identifier(), server);
    }
    return UpdateResourceServerResponse.builder().resourceServer(server).build();
  }

  @Override
  public DeleteResourceServerResponse deleteResourceServer(DeleteResourceServerRequest request) {
    Pool pool = pool(request.userPoolId());
    server(pool, request.identifier());
    synchronized (pool) {
      pool.resourceServers.remove(request.identifier());
    }
    return DeleteResourceServerResponse.builder().build();
  }

  @Override
  public ListResourceServersResponse listResourceServers(ListResourceServersRequest request) {
    Pool pool = pool(request.userPoolId());
    synchronized (pool) {
      Page<ResourceServerType> page =
          page(
              List.copyOf(pool.resourceServers.values()),
              request.nextToken(),
              request.maxResults());
      return ListResourceServersResponse.builder()
          .resourceServers(page.items())
          .nextToken(page.next())
          .build();
    }
  }

  private static ResourceServerType server(Pool pool, @Nullable String identifier) {
    ResourceServerType server;
    synchronized (pool) {
      server = identifier == null ? null : pool.resourceServers.get(identifier);
    }
    if (server == null) {
      throw CognitoErrors.notFound("Resource server " + identifier + " does not exist.");
    }
    return server;
  }
}
