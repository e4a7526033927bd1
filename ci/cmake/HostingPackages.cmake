# What is installed where, and the two Debian packages that are made of it: hosting-cts, the suite, and hosting-refd, the
# reference server. ci/package/build makes them.
include(GNUInstallDirs)

# The linker's number is made of debugging information too, which tells of folders and is not in the packages.
foreach(program hosting-cts hosting-refd hosting-script hosting-sendmail)
  target_link_options(${program} PRIVATE -Wl,--build-id=none)
endforeach()

install(TARGETS hosting-cts RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT hosting-cts)
install(DIRECTORY fixtures/profiles fixtures/targets DESTINATION ${CMAKE_INSTALL_DATADIR}/hosting-cts
        COMPONENT hosting-cts)
# The site that the kill matrix breaks.
install(FILES fixtures/sites/reference.toml DESTINATION ${CMAKE_INSTALL_DATADIR}/hosting-cts/sites
        COMPONENT hosting-cts)
install(FILES reports/schema/result.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/hosting-cts/schema
        COMPONENT hosting-cts)
install(DIRECTORY ci/templates DESTINATION ${CMAKE_INSTALL_DATADIR}/hosting-cts COMPONENT hosting-cts
        PATTERN systemd EXCLUDE)
install(DIRECTORY ci/templates/systemd/ DESTINATION lib/systemd/system COMPONENT hosting-cts)
install(DIRECTORY DESTINATION /etc/hosting-cts COMPONENT hosting-cts)

# Debian wants manual pages compressed, and so that the same text gives the same octets.
foreach(language "" ja/)
  file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/generated/${language}")
  foreach(page conformance/manual/${language}hosting-cts.1 reference-server/manual/${language}hosting-refd.8)
    get_filename_component(component ${page} NAME_WE)
    string(REGEX MATCH "[0-9]$" section ${page})
    set(compressed "${PROJECT_BINARY_DIR}/generated/${language}${component}.${section}.gz")
    add_custom_command(OUTPUT "${compressed}"
      COMMAND gzip -9nc "${PROJECT_SOURCE_DIR}/${page}" > "${compressed}"
      DEPENDS "${PROJECT_SOURCE_DIR}/${page}" VERBATIM)
    list(APPEND pages "${compressed}")
    install(FILES "${compressed}" DESTINATION ${CMAKE_INSTALL_MANDIR}/${language}man${section} COMPONENT ${component})
  endforeach()
endforeach()
add_custom_target(hosting-manuals ALL DEPENDS ${pages})
foreach(program IN ITEMS conformance/manual/hosting-cts reference-server/manual/hosting-refd)
  get_filename_component(name ${program} NAME)
  install(FILES ${program}.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
          RENAME ${name} COMPONENT ${name})
  install(FILES ${program}.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions
          RENAME _${name} COMPONENT ${name})
endforeach()

# The server finds its helpers beside itself.
install(TARGETS hosting-refd hosting-script hosting-sendmail RUNTIME DESTINATION lib/hosting-refd
        COMPONENT hosting-refd)
file(CREATE_LINK ../lib/hosting-refd/hosting-refd "${PROJECT_BINARY_DIR}/generated/hosting-refd" SYMBOLIC)
install(FILES "${PROJECT_BINARY_DIR}/generated/hosting-refd" DESTINATION ${CMAKE_INSTALL_BINDIR}
        COMPONENT hosting-refd)
install(FILES fixtures/sites/reference.toml DESTINATION ${CMAKE_INSTALL_DATADIR}/hosting-refd/sites
        COMPONENT hosting-refd)
install(FILES ci/package/hosting-refd@.service DESTINATION lib/systemd/system COMPONENT hosting-refd)
install(DIRECTORY DESTINATION /etc/hosting-refd COMPONENT hosting-refd
        DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)

foreach(component hosting-cts hosting-refd)
  install(FILES README.md README.ja.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${component}
          COMPONENT ${component})
  install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${component} COMPONENT ${component})
  # The bill of materials, which ci/package/build writes.
  install(FILES "${PROJECT_BINARY_DIR}/generated/${component}.cdx.json"
          DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${component} COMPONENT ${component} OPTIONAL)
  install(FILES ci/package/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${component} COMPONENT ${component})
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "Hosting CTS <hosting-cts@localhost>")
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL hosting-cts hosting-refd)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)

set(CPACK_DEBIAN_HOSTING-CTS_PACKAGE_NAME hosting-cts)
set(CPACK_DEBIAN_HOSTING-CTS_DESCRIPTION
"conformance test suite for shared web hosting
 Judges a deployment of web, FTP, mail and databases from outside, as a customer
 would, and writes reports for people and for CI systems.")
set(CPACK_DEBIAN_HOSTING-CTS_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_HOSTING-CTS_PACKAGE_SUGGESTS "hosting-refd (= ${PROJECT_VERSION}-1)")

set(CPACK_DEBIAN_HOSTING-CTS_PACKAGE_CONTROL_EXTRA
    "${PROJECT_SOURCE_DIR}/ci/package/suite/postinst;${PROJECT_SOURCE_DIR}/ci/package/suite/prerm;${PROJECT_SOURCE_DIR}/ci/package/suite/postrm")

set(CPACK_DEBIAN_HOSTING-REFD_PACKAGE_NAME hosting-refd)
set(CPACK_DEBIAN_HOSTING-REFD_DESCRIPTION
"reference server of the hosting conformance test suite
 Keeps every promise of the manuals that hosting-cts judges by, and can be told
 to break them, one at a time.")
set(CPACK_DEBIAN_HOSTING-REFD_PACKAGE_RECOMMENDS
    "apache2-utils, php-cgi, php-cli, mariadb-server, phpmyadmin, perl, nkf, sharutils, e2fsprogs")
set(CPACK_DEBIAN_HOSTING-REFD_PACKAGE_CONTROL_EXTRA
    "${PROJECT_SOURCE_DIR}/ci/package/postinst;${PROJECT_SOURCE_DIR}/ci/package/prerm;${PROJECT_SOURCE_DIR}/ci/package/postrm")
include(CPack)
